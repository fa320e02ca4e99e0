import Core
import Database
import Support
import Testing

@testable import Messages

/// When a message is tried again, and what each happening makes of it.
struct RulesTests {
  static let id = MessageID("01900000-0000-7000-8000-000000000000")
  static let first = TestDatabase.noon

  @Test(arguments: [
    (1, 60), (2, 300), (3, 900), (4, 3600), (5, 10_800), (6, 21_600), (7, 43_200), (8, 86_400),
    (9, 86_400), (40, 86_400),
  ])
  func `pauses grow`(tries: Int, least: Int64) throws {
    let pause = try #require(
      Retry(firstPause: 60).pause(after: tries, since: Self.first, now: Self.first, of: Self.id))
    #expect(pause >= least && pause <= least + least / 5)
  }

  @Test func `messages that failed together are not tried together`() {
    let pauses = (0..<200).map { number in
      Retry(firstPause: 60).pause(
        after: 2, since: Self.first, now: Self.first,
        of: MessageID("01900000-0000-7000-8000-00000000\(1000 + number)"))
    }
    #expect(Set(pauses).count > 10)
  }

  @Test func `the same message waits as long each time`() {
    let retry = Retry(firstPause: 60)
    let pause = retry.pause(after: 3, since: Self.first, now: Self.first, of: Self.id)
    #expect(retry.pause(after: 3, since: Self.first, now: Self.first, of: Self.id) == pause)
  }

  @Test(
    arguments: [
      (nil, 60), (30, 60), (500, 500), (-5, 60), (7200, 7200), (999_999, 21_600),
    ] as [(Int64?, Int64)])
  func `who asks us to wait is heard, for six hours at most`(asked: Int64?, least: Int64) throws {
    let pause = try #require(
      Retry(firstPause: 60).pause(
        after: 1, since: Self.first, now: Self.first, of: Self.id, asked: asked))
    #expect(pause >= least && pause <= max(least, 72))
  }

  @Test(arguments: [(0, true), (71, true), (72, false), (100, false)])
  func `after three days it is given up`(hours: Int64, goesOn: Bool) {
    let now = Self.first.adding(seconds: hours * 3600)
    let pause = Retry(firstPause: 60).pause(after: 9, since: Self.first, now: now, of: Self.id)
    #expect((pause != nil) == goesOn)
  }

  @Test(arguments: [1, 60, 600] as [Int64])
  func `no pause is longer than the longest`(firstPause: Int64) throws {
    let retry = Retry(firstPause: firstPause)
    for number in 0..<100 {
      let id = MessageID("01900000-0000-7000-8000-00000000\(1000 + number)")
      for asked in [nil, 999_999] as [Int64?] {
        let pause = try #require(
          retry.pause(after: 9, since: Self.first, now: Self.first, of: id, asked: asked))
        #expect(pause <= retry.longestPause)
      }
    }
  }

  @Test func `a short first pause shortens all, but never to nothing`() throws {
    let retry = Retry(firstPause: 1)
    for tries in 1...9 {
      let pause = try #require(
        retry.pause(after: tries, since: Self.first, now: Self.first, of: Self.id))
      #expect(pause >= 1 && pause <= 86_400 / 50)
    }
  }

  @Test(
    arguments: [
      (.created, .accepted, .sending), (.created, .handedOver, .delivered),
      (.created, .refused, .permanentFailure), (.created, .gaveUp, .temporaryFailure),
      (.created, .unsendable, .technicalFailure), (.created, .wishFound, .held),
      (.created, .receipt(.delivered), .delivered),
      (.sending, .receipt(.delivered), .delivered),
      (.sending, .receipt(.permanentFailure), .permanentFailure),
      (.sending, .receipt(.temporaryFailure), .temporaryFailure),
      (.sending, .receipt(.technicalFailure), .technicalFailure),
      (.sending, .noReceipt, .technicalFailure), (.sending, .accepted, nil),
      (.sending, .receipt(.created), nil), (.sending, .receipt(.dropped), nil),
      (.sending, .wishFound, nil), (.held, .released, .created), (.held, .dropped, .dropped),
      (.held, .accepted, nil), (.held, .receipt(.delivered), nil), (.created, .released, nil),
      (.delivered, .receipt(.permanentFailure), nil), (.dropped, .released, nil),
      (.technicalFailure, .receipt(.delivered), nil), (.permanentFailure, .accepted, nil),
    ] as [(MessageState, MessageState.Happening, MessageState?)])
  func `what happens to a message`(
    state: MessageState, happening: MessageState.Happening, next: MessageState?
  ) {
    #expect(state.after(happening) == next)
  }

  @Test func `whatever comes in whatever order, what has ended stays`() {
    var chance = Seeded()
    let happenings: [MessageState.Happening] =
      [
        .accepted, .handedOver, .refused, .gaveUp, .unsendable, .noReceipt, .wishFound, .released,
        .dropped,
      ] + MessageState.allCases.map { .receipt($0) }
    for _ in 0..<2000 {
      var state = MessageState.created
      var end: MessageState?
      for _ in 0..<12 {
        let happening = happenings.randomElement(using: &chance)!
        if let next = state.after(happening) {
          #expect(!state.isFinal && next != state, "seed \(chance.seed)")
          state = next
        }
        if let end { #expect(state == end, "seed \(chance.seed)") }
        if state.isFinal { end = state }
      }
    }
  }

  @Test(
    arguments: [
      (nil, false), ("", false), ("  \n", false), ("Only by text", true), ("yes", true),
      ("-", true),
    ] as [(String?, Bool)])
  func `anything said about safe contact holds a message`(wishes: String?, holds: Bool) {
    #expect(SafeContact.holds(wishes) == holds)
  }

  @Test(
    arguments: [
      ("", "", ["choice", "note"]), ("send", " \n", ["note"]), ("later", "They asked", ["choice"]),
      ("drop", String(repeating: "x", count: 1001), ["note"]), ("send", "They asked", []),
      ("drop", String(repeating: "x", count: 1000), []),
    ] as [(String, String, [String])])
  func `a decision about a held message has a reason`(
    choice: String, note: String, wrong: [String]
  ) {
    do throws(Rejection) {
      let decision = try HeldDecision(choice: choice, note: note)
      #expect(wrong.isEmpty && decision.isSent == (choice == "send"))
    } catch {
      guard case .invalid(let problems) = error else { return #expect(Bool(false), "\(error)") }
      #expect(problems.map(\.field) == wrong)
    }
  }
}

/// The dated list of words.
struct MessageKindsTests {
  private func row(_ changes: [String: String] = [:]) -> [String: String] {
    [
      "key": "hello", "channel": "email", "about": "referral", "label": "Hello", "subject": "Hello",
      "body": "You are {number}.", "valid_from": "",
    ].merging(changes) { _, new in new }
  }

  @Test func `the words of the day when it was written are the words`() throws {
    let kinds = try MessageKinds([
      row(), row(["body": "Newer {number}", "valid_from": "2026-11-20"]),
      row(["body": "Last", "valid_from": "2027-01-01"]),
    ])
    func body(_ day: Day?) -> String? { kinds.words("hello", by: .email, on: day!)?.body }
    #expect(body(Day(2026, 11, 19)) == "You are {number}.")
    #expect(body(Day(2026, 11, 20)) == "Newer {number}")
    #expect(body(Day(2027, 1, 1)) == "Last")
    #expect(kinds.words("hello", by: .text, on: Day(2027, 1, 1)!) == nil)
    #expect(kinds.words("bye", by: .email, on: Day(2027, 1, 1)!) == nil)
  }

  @Test(arguments: [
    ["subject": "About {name}"], ["subject": ""], ["channel": "letter"], ["body": ""],
    ["key": ""], ["label": ""], ["valid_from": "soon"], ["channel": "text"],
    ["body": "You are {number"], ["about": ""], ["about": "nobody"],
  ])
  func `an unusable row is a fault`(changes: [String: String]) {
    #expect(throws: Fault.self) { try MessageKinds([row(changes)]) }
  }

  @Test(
    arguments: [
      ("You are {number}.", ["number": "7"], "You are 7."),
      ("{a}{b}{a}", ["a": "1", "b": "2"], "121"), ("no gaps", [:], "no gaps"),
      ("{a}", ["a": "{b}", "b": "x"], "{b}"), ("{a}", [:], nil),
    ] as [(String, [String: String], String?)])
  func `gaps are filled once, and all of them`(
    body: String, values: [String: String], filled: String?
  ) throws {
    let kinds = try MessageKinds([row(["body": body])])
    let words = try #require(kinds.words("hello", by: .email, on: Day(2026, 1, 1)!))
    #expect(words.filled(with: values) == filled)
  }
}
