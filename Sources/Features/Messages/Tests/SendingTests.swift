import App
import Core
import Database
import Foundation
import Support
import Testing

@testable import Messages

/// The outbox and what hands it over, on both engines.
struct SendingTests {
  @Test(arguments: TestDatabase.engines)
  func `a message goes out once and its receipt ends it`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let stub = StubProvider(.accepted(reference: "n1"))
      let messages = pierhead.messages.with(stub)
      let id = try await pierhead.write()
      #expect(try await messages.sender.round() == 1)
      #expect(try await messages.sender.round() == 0)
      #expect(stub.sent.map(\.id) == [id] && stub.asked.isEmpty)
      #expect(stub.sent[0].to == "ref@example.org" && stub.sent[0].body.contains("EX-1"))
      #expect(try await pierhead.state(of: id) == .sending)
      try await messages.receive(Receipt(message: id, state: .delivered))
      #expect(try await pierhead.state(of: id) == .delivered)
      try await messages.receive(Receipt(message: id, state: .permanentFailure))
      #expect(try await pierhead.state(of: id) == .delivered)
      #expect(try await pierhead.events("message did not arrive") == 0)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a change that is undone tells nobody`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let undone = await result { try await writeAndUndo(pierhead) }
      let left = try await pierhead.number("SELECT COUNT(*) AS n FROM messages")
      #expect(undone == "not found" && left == 0)
    }
  }

  private func writeAndUndo(_ pierhead: Pierhead) async throws {
    try await pierhead.database.write(as: .system) { transaction -> Void in
      try transaction.send(
        NewMessage(
          "referral-received", by: .email, to: .address("ref@example.org"),
          about: ReferralID(at: transaction.now), district: nil, once: "undone"))
      throw Rejection.notFound("Referral")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `the same occasion is told once`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let one = try await pierhead.write("occasion")
      let two = try await pierhead.write("occasion", to: "other@example.org")
      #expect(one == two)
      #expect(try await pierhead.number("SELECT COUNT(*) AS n FROM messages") == 1)
      #expect(try await pierhead.events("message written") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `neither address nor words stand in the record`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      try await pierhead.write(to: "secret.person@example.org", values: ["reference": "ZQX-77"])
      let record = try await pierhead.dump(["events"])["events"]?.joined() ?? ""
      #expect(record.contains("message written") && record.contains("sha256 "))
      #expect(!record.contains("secret.person") && !record.contains("ZQX-77"))
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `trouble is tried again after growing pauses`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(
        .later(.broken, isUnsure: false), .later(.busy, seconds: 4000, isUnsure: false),
        .handedOver)
      let sender = pierhead.messages.with(stub).sender
      let id = try await pierhead.write()
      try await sender.round()
      #expect(try await pierhead.message(id).trouble == .broken)
      clock.move(seconds: 59)
      #expect(try await sender.round() == 0)
      clock.move(seconds: 14)
      #expect(try await sender.round() == 1)
      clock.move(seconds: 3999)
      #expect(try await sender.round() == 0)
      clock.move(seconds: 1)
      #expect(try await sender.round() == 1)
      #expect(try await pierhead.state(of: id) == .delivered)
      #expect(stub.sent.count == 3 && stub.asked.isEmpty)
      #expect(try await pierhead.message(id).trouble == nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a refusal is the end and stands in the record`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(.refused)
      let sender = pierhead.messages.with(stub).sender
      let id = try await pierhead.write()
      try await sender.round()
      #expect(try await pierhead.state(of: id) == .permanentFailure)
      #expect(try await pierhead.events("message did not arrive") == 1)
      clock.move(days: 2)
      #expect(try await sender.round() == 0 && stub.sent.count == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what can't be handed over for three days is given up`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(.later(.noAnswer, isUnsure: false))
      let sender = pierhead.messages.with(stub).sender
      let id = try await pierhead.write()
      for _ in 0..<100 {
        try await sender.round()
        clock.move(seconds: 3600)
      }
      #expect(try await pierhead.state(of: id) == .temporaryFailure)
      #expect(try await pierhead.message(id).trouble == .unreachable)
      #expect((8...12).contains(stub.sent.count), "\(stub.sent.count) tries")
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a try that a crash cut off is asked about before another`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let id = try await pierhead.write()
      let sender = pierhead.messages.with(StubProvider(.refused)).sender
      let claim = sender.claim
      // A server claims it and dies.
      let claimed = try await sender.database.keep { try $0.claim(atMost: 8, seconds: claim) }
      #expect(claimed.map(\.id) == [id] && claimed.first?.isUnsure == false)
      #expect(try await sender.round() == 0)
      clock.move(seconds: claim + 1)
      // It had been taken.
      let stub = StubProvider(.refused, finding: .there(reference: "n1", nil))
      #expect(try await pierhead.messages.with(stub).sender.round() == 1)
      #expect(stub.sent.isEmpty && stub.asked == [id])
      #expect(try await pierhead.state(of: id) == .sending)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `nothing is sent while nobody knows whether it went`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(
        .later(.noAnswer, isUnsure: true), .handedOver,
        finding: .noAnswer(.broken), .notThere)
      let sender = pierhead.messages.with(stub).sender
      let id = try await pierhead.write()
      try await sender.round()
      clock.move(seconds: 100)
      try await sender.round()
      #expect(stub.sent.count == 1 && stub.asked.count == 1)
      clock.move(seconds: 1000)
      try await sender.round()
      #expect(stub.sent.count == 2 && stub.asked.count == 2)
      #expect(try await pierhead.state(of: id) == .delivered)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `two servers share the work`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let stub = StubProvider(.handedOver)
      let sender = pierhead.messages.with(stub).sender
      for number in 0..<40 { try await pierhead.write("shared/\(number)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<2 {
          group.addTask { while try await sender.round() > 0 {} }
        }
        try await group.waitForAll()
      }
      while try await sender.round() > 0 {}
      #expect(stub.sent.count == 40 && Set(stub.sent.map(\.id)).count == 40)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a late end of an attempt that lost its claim changes nothing`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let id = try await pierhead.write()
      let sender = pierhead.messages.with(StubProvider(.handedOver)).sender
      let old = try await sender.database.keep { try $0.claim(atMost: 8, seconds: 10) }[0]
      clock.move(seconds: 11)
      let new = try await sender.database.keep { try $0.claim(atMost: 8, seconds: 10) }[0]
      #expect(new.isUnsure && new.tries == 2)
      try await sender.database.keep {
        try $0.sent(old, by: "Stub", as: .delivered, reference: nil)
      }
      try await sender.database.failing(old.id, .refused, because: .refused, tries: old.tries)
      #expect(try await pierhead.state(of: id) == .created)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `without a receipt for three days it has failed, unless the provider knows better`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(
        .accepted(reference: "n"),
        finding: .there(reference: "n", .delivered), .there(reference: "n", nil),
        .noAnswer(.broken))
      let sender = pierhead.messages.with(stub).sender
      var ids: [MessageID] = []
      for number in 0..<3 {
        ids.append(try await pierhead.write("swept/\(number)"))
        try await sender.round()
        clock.move(seconds: 1)
      }
      clock.move(seconds: 72 * 3600 - 10)
      try await sender.sweep()
      #expect(stub.asked.isEmpty)
      clock.move(seconds: 20)
      try await sender.sweep()
      var states: [MessageState?] = []
      for id in ids { states.append(try await pierhead.state(of: id)) }
      #expect(states == [.delivered, .technicalFailure, .sending])
      #expect(try await pierhead.events("message did not arrive") == 1)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `what waits by a clock that is put back two days waits no longer than a pause`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(.later(.unreachable, isUnsure: false), .handedOver)
      let sender = pierhead.messages.with(stub).sender
      let id = try await pierhead.write()
      try await sender.round()
      clock.move(days: -2)
      try await sender.round()
      #expect(try await pierhead.state(of: id) == .created)
      try await sender.sweep()
      try await sender.round()
      #expect(try await pierhead.state(of: id) == .delivered)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `words and addresses of what arrived are blanked, what needs somebody stays`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, clock in
      let stub = StubProvider(.handedOver, .refused)
      let sender = pierhead.messages.with(stub).sender
      let arrived = try await pierhead.write("a")
      try await sender.round()
      let failed = try await pierhead.write("b")
      try await sender.round()
      clock.move(days: 89)
      try await sender.sweep()
      #expect(try await pierhead.message(arrived).recipient != nil)
      clock.move(days: 2)
      try await sender.sweep()
      #expect(try await pierhead.message(arrived).recipient == nil)
      #expect(try await pierhead.message(arrived).values == nil)
      #expect(try await pierhead.message(failed).recipient != nil)
    }
  }

  @Test(arguments: TestDatabase.engines)
  func `a text where no texts can be sent, and words that are missing, are listed`(
    engine: TestDatabase.Engine
  ) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let sender = pierhead.messages.with(StubProvider(.handedOver), texts: false).sender
      let text = try await pierhead.write(
        NewMessage(
          "referral-received", by: .text, to: .address("07700 900123"),
          about: ReferralID(at: TestDatabase.noon), district: nil, once: "t"))
      let unknown = try await pierhead.write("u", kind: "no-such-kind")
      let gap = try await pierhead.write("g", values: [:])
      try await sender.round()
      #expect(try await pierhead.message(text).trouble == .noProvider)
      #expect(try await pierhead.message(unknown).trouble == .noWords)
      #expect(try await pierhead.message(gap).trouble == .noWords)
      #expect(try await pierhead.state(of: gap) == .technicalFailure)
    }
  }
}
