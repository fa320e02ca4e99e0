import CSVFile
import Core
import ReferralFile
import Support
import Testing

@testable import Invitations

/// What a row and an answer must hold, and which answers can be taken.
struct RulesTests {
  private let rules = InvitedRules(
    listDistrict: nil, district: { ["Liverpool": "L", "L": "L", "Wirral": "W"][$0] },
    today: Day(2026, 11, 20)!)

  private func check(_ values: [String: String], _ rules: InvitedRules? = nil) -> String {
    do {
      let found = try (rules ?? self.rules).check(InvitedDraft { values[$0] ?? "" })
      return "good \(found.district)"
    } catch Rejection.invalid(let problems) {
      return problems.map { "\($0.field ?? "") \($0.reason.key)" }.joined(separator: ", ")
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ([:], "good L"),
    (["full_name": " "], "full_name invited.name"),
    (["full_name": String(repeating: "a", count: 201)], "full_name too-long"),
    (["date_of_birth": "20/11/2026"], "good L"),
    (["date_of_birth": "21/11/2026"], "date_of_birth invited.born-later"),
    (["date_of_birth": "31/02/1990"], "date_of_birth invited.born"),
    (["email": "", "mobile": "07700 900123"], "good L"),
    (["email": "", "address": "1 Example Street"], "good L"),
    (["email": ""], "email invited.no-contact"),
    (["email": "ada"], "email invited.email"),
    (["mobile": "0151 496 0000"], "mobile invited.mobile"),
    (["mobile": "+353 85 012 3456"], "good L"),
    (["mobile": "12"], "mobile invited.mobile"),
    (["district": ""], "district invited.district"),
    (["district": "Leeds"], "district invited.no-district"),
    (["district": "Wirral"], "good W"),
    (["safe_contact": String(repeating: "a", count: 501)], "safe_contact too-long"),
    (["email": "ada", "mobile": "1"], "email invited.email, mobile invited.mobile"),
  ])
  func `a row tells what is wrong with it, field by field`(
    changes: [String: String], expected: String
  ) {
    let good = ["full_name": "Ada Example", "email": "ada@example.org", "district": "Liverpool"]
    #expect(check(good.merging(changes) { $1 }) == expected)
  }

  @Test func `a list of one district gives it to rows without one, and refuses others`() {
    let rules = InvitedRules(
      listDistrict: "L", district: rules.district, today: Day(2026, 11, 20)!)
    let row = ["full_name": "Ada", "email": "ada@example.org"]
    #expect(check(row, rules) == "good L")
    #expect(check(row.merging(["district": "Liverpool"]) { $1 }, rules) == "good L")
    #expect(
      check(row.merging(["district": "Wirral"]) { $1 }, rules)
        == "district invited.other-district")
  }

  @Test(
    arguments: [
      (true, true, true, true, "email"), (false, true, true, true, "text"),
      (false, true, true, false, "letter"), (false, false, true, true, "letter"),
      (false, true, false, false, nil), (false, true, false, true, "text"),
    ] as [(Bool, Bool, Bool, Bool, String?)])
  func `an email comes before a text, and a text before a letter`(
    email: Bool, mobile: Bool, address: Bool, textsWork: Bool, way: String?
  ) {
    let details = Invitation.Details(
      fullName: "Ada", email: email ? "ada@example.org" : nil,
      mobile: mobile ? "+447700900123" : nil,
      address: address ? "1 Example Street" : nil)
    #expect(details.way(textsWork: textsWork)?.rawValue == way)
  }

  @Test(arguments: [
    (["email": "Ada@Example.org"], ["email": "ada@example.org"], true),
    (["mobile": "+447700900123"], ["mobile": "+447700900123"], true),
    (["mobile": "+447700900123"], ["mobile": "+447700900124"], false),
    (["born": "1990-01-02"], ["born": "1990-01-02"], true),
    (["born": "1990-01-02", "name": "Example Ádá"], ["born": "1990-01-02"], true),
    (["born": "1990-01-02", "name": "Eve Example"], ["born": "1990-01-02"], false),
    (["born": "1990-01-02"], ["born": "1990-01-03"], false),
    (["address": "1 Example Street, L8 1SF"], ["address": "1 example street l8 1sf"], true),
    (["address": "1 Example Street", "name": "Eve"], ["address": "1 Example Street"], false),
  ])
  func `a person is recognised however they are written`(
    one: [String: String], two: [String: String], isSame: Bool
  ) {
    func keys(_ values: [String: String]) -> Set<String> {
      Set(
        InvitedKeys(
          Invitation.Details(
            fullName: values["name"] ?? "Ada Example",
            dateOfBirth: values["born"].flatMap { Day(iso: $0) },
            email: values["email"], mobile: values["mobile"], address: values["address"])
        ).texts)
    }
    #expect(keys(one).isDisjoint(with: keys(two)) == !isSame)
  }

  @Test func `answers follow one another as the table says, in any order`() {
    var random = Seeded()
    for _ in 0..<2000 {
      var state = Bool.random(using: &random) ? Invitation.State.ready : .asked
      var saidNo = false
      var links = 0
      for _ in 0..<6 {
        let answer = InvitationAnswer.allCases.randomElement(using: &random)!
        let cameBy = CameBy.allCases.randomElement(using: &random)!
        let before = state
        guard let next = state.after(answer, cameBy, hasReferral: false) else { continue }
        #expect(!saidNo, "seed \(random.seed): \(before) to \(next) after a no")
        if cameBy == .link {
          links += 1
          #expect(before == .asked, "seed \(random.seed)")
        }
        #expect(next.rawValue == answer.rawValue, "seed \(random.seed)")
        saidNo = next == .no || next == .off
        state = next
      }
      #expect(links <= 1, "seed \(random.seed): a link works once")
    }
  }

  @Test func `who has a referral is not taken back here`() {
    #expect(Invitation.State.yes.after(.no, .phone, hasReferral: true) == nil)
    #expect(Invitation.State.yes.after(.no, .phone, hasReferral: false) == .no)
  }

  @Test(arguments: [
    ("yes", "", "", "reach"), ("yes", "By email", "", ""), ("no", "", "", ""), ("off", "", "", ""),
    ("", "", "", "answer"), ("maybe", "", "", "answer"),
    ("yes", String(repeating: "a", count: 501), "", "reach"),
    ("yes", "By email", String(repeating: "a", count: 501), "reach_time"),
  ])
  func `an answer names what is missing`(
    answer: String, reach: String, time: String, fields: String
  ) {
    let draft = AnswerDraft(answer: answer, reach: reach, reachTime: time)
    var found = ""
    do {
      let (_, cameBy) = try draft.check(isKeyed: false)
      #expect(cameBy == .link)
    } catch Rejection.invalid(let problems) {
      found = problems.map { $0.field ?? "" }.joined(separator: ", ")
    } catch {
      found = "\(error)"
    }
    #expect(found == fields)
  }

  @Test func `nobody keys an answer as if it came by the link`() {
    let draft = AnswerDraft(answer: "no", reach: "", reachTime: "", cameBy: "link")
    #expect(throws: Rejection.invalid("came_by", Reason("answer.came-by"))) {
      _ = try draft.check(isKeyed: true)
    }
  }

  // MARK: - Rows

  @Test func `good rows are read, and bad ones stay with their lines and columns`() throws {
    let text = """
      Full name;E-mail;email;District;Ethnicity
      Ada Example;x;ada@example.org;Liverpool;?
      "Eve; of ""Example""
      Street";;eve;Leeds;?

      Bo;;;Liverpool;?
      Cy;;cy@example.org;Liverpool;?;too;many
      Di;;di@example.org;Wirral
      """
    let rows = try PastedRows(text, rules)
    #expect(rows.people.map(\.details.fullName) == ["Ada Example", "Di"])
    #expect(
      rows.problems.map(\.words) == [
        "Line 2, email: Enter an email address, like name@example.org, or leave it empty",
        "Line 2, district: There is no district of this name",
        "Line 4, email: Enter an email, a mobile or an address",
        "Line 5, Ethnicity: This line has more fields than the first line has names",
      ])
    let again = try PastedRows(rows.rest, rules)
    #expect(again.people.isEmpty && again.rest == rows.rest && again.problems == rows.problems)
    let mended = rows.rest.replacing("eve,Leeds", with: "eve@example.org,Wirral")
    #expect(
      try PastedRows(mended, rules).people.map(\.details.fullName) == [
        "Eve; of \"Example\"\nStreet"
      ])
  }

  @Test(arguments: [
    "Fay,\u{301} Example", "Fay \"\u{301}of Example\"", "Fay\r\nExample", "Fay;\u{301}",
  ])
  func `a mark with an accent behind it, or a line that ends in two, stays in its cell`(
    name: String
  ) throws {
    let text = "Full name,email,district\n\(CSVText.inQuotes(name)),fay,Leeds"
    let rest = try PastedRows(text, rules).rest
    let mended = rest.replacing(",fay,Leeds", with: ",fay@example.org,Wirral")
    #expect(try PastedRows(mended, rules).people.map(\.details.fullName) == [name], "\(rest)")
  }

  @Test func `whatever is pasted, each row is a person or stays in the box`() throws {
    var random = Seeded()
    let parts = [
      "Ada", "", "ada@example.org", "07700 900123", "\"", ",", ";", "Wirral", "\u{e9}", " ",
    ]
    for _ in 0..<300 {
      let rows = (0..<8).map { _ in
        (0..<4).map { _ in
          let text = (0..<2).map { _ in parts.randomElement(using: &random)! }.joined()
          return "\"" + text.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
      }
      let text = (["full_name,email,mobile,district"] + rows).joined(separator: "\n")
      let found = try PastedRows(text, rules)
      let kept = Set(found.problems.map(\.line)).count
      #expect(found.people.count + kept == rows.count, "seed \(random.seed): \(text)")
    }
  }

  @Test(arguments: ["name,email\nAda,ada@example.org", "full_name,town\nAda,Bootle", "Ada"])
  func `a file that names no columns is refused in words`(text: String) {
    #expect(throws: UnusableFile.self) { _ = try PastedRows(text, rules) }
  }
}
