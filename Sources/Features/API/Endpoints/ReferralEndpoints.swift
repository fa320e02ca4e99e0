import Core
import HTTPTypes
import ReferralFile
import Referrals
import Search
import Web

extension API {
  var referralEndpoints: [Endpoint] {
    [
      Endpoint(
        method: .post, path: "/referrals", name: "sendReferral", summary: "Send a referral",
        about:
          "One person, by the rules of the referral file. A partner's account may send referrals of its own organisation only, and is told of duplicates among its own referrals only.",
        takes: "NewReferral", example: Examples.referral, mayHaveKey: true, mayConflict: true,
        answers: [
          .init(status: 201, schema: "Taken", words: "Received, and waiting to be decided"),
          .init(
            status: 200, schema: "Taken",
            words: "Sent before: unchanged, or kept as a proposed change (problem `differs`)"),
        ], handler: send),
      Endpoint(
        method: .get, path: "/referrals", name: "listReferrals", summary: "List referrals",
        about:
          "In the order in which they came. A partner's account sees how far its own organisation's referrals have come.",
        query: [
          .init(
            name: "state", words: "Only those in this state. Not for partners.",
            schema: ["type": "string", "enum": ["waiting", "accepted", "declined", "withdrawn"]])
        ] + Self.paging,
        answers: [.init(status: 200, schema: "Referrals", words: "A part of the list")],
        handler: listReferrals),
      Endpoint(
        method: .post, path: "/referrals/search", name: "searchReferrals",
        summary: "Search referrals",
        about:
          "By the date of birth, alone or with the full name, or by the organisation's own reference. Our own staff may also search by the name alone, which finds other spellings as the search page does: the 50 nearest. What is searched for stands in no address and no log.",
        query: Self.paging, takes: "Search", example: Examples.search,
        answers: [.init(status: 200, schema: "Referrals", words: "A part of what was found")],
        handler: search),
      Endpoint(
        method: .get, path: "/referrals/:id", name: "readReferral", summary: "Read a referral",
        about: "Restricted needs are left out for roles that do not see them.",
        answers: [
          .init(status: 200, schema: "AnyReferral", words: "The referral", hasVersion: true)
        ], handler: readReferral),
    ]
  }

  static let paging: [Endpoint.Parameter] = [
    .init(
      name: "limit", words: "How many at most",
      schema: ["type": "integer", "minimum": 1, "maximum": 100, "default": 25]),
    .init(
      name: "cursor", words: "`next` of the part before",
      schema: ["type": "string", "pattern": .string(Document.idPattern)]),
  ]

  private func send(_ call: Call) async throws -> Reply {
    let user = call.user
    let isStaff = user.may(.importReferrals)
    let own = isStaff ? nil : try user.mustSend()
    let body = try await JSONBody.read(call.visit)
    let (values, _) = try body.values(texts: Set(Column.allCases.map(\.name)))
    if let own {
      let sent = values[Column.organisation.name] ?? ""
      let isBlank = sent.allSatisfy(\.isWhitespace)
      guard isBlank || OrganisationName.key(sent.trimmed) == OrganisationName.key(own) else {
        throw Rejection.invalid(Column.organisation.name, Reason("api.organisation"))
      }
    }
    return try await once(call, body.bytes, reply: Reply.taken) { once in
      try await referrals.take(
        values, from: "API", seenBy: own.map { .partner($0) } ?? .staff, once: once, by: user)
    }
  }

  /// Throws `forbidden` before anything else is said of the request. True for our own staff.
  @discardableResult
  private func mustRead(_ user: User) throws(Rejection) -> Bool {
    if user.may(.readInbox) { return true }
    _ = try user.mustSend()
    return false
  }

  private func listReferrals(_ call: Call) async throws -> Reply {
    let isStaff = try mustRead(call.user)
    var listing = ReferralListing()
    if let state = call.visit.query("state") {
      guard isStaff, let known = Referral.State(rawValue: state) else {
        throw Rejection.invalid("state", Reason("api.state"))
      }
      listing.state = known
    }
    return try await list(listing, call, isSearch: false)
  }

  private func search(_ call: Call) async throws -> Reply {
    let isStaff = try mustRead(call.user)
    let (sent, _) = try await JSONBody.read(call.visit).values(
      texts: ["full_name", "date_of_birth", "referral_id", "referrer_organisation"])
    var listing = ReferralListing()
    let words = (sent["full_name"] ?? "").trimmed
    let isByName = ["date_of_birth", "referral_id"].allSatisfy { (sent[$0] ?? "").trimmed.isEmpty }
    if isStaff, call.user.may(.search), isByName, !words.isEmpty {
      let organisation = (sent["referrer_organisation"] ?? "").trimmed
      listing.organisation = organisation.isEmpty ? nil : organisation
      listing.people = try await naming(["words": "full_name"]) {
        try await search.people(words, for: call.user)
      }
    } else {
      listing = try ReferralListing(searching: sent)
    }
    return try await list(listing, call, isSearch: true)
  }

  private func list(_ listing: ReferralListing, _ call: Call, isSearch: Bool) async throws -> Reply
  {
    var listing = listing
    listing.limit = try call.limit()
    listing.after = try call.cursor { ReferralID(checking: $0) }
    let (lines, hasMore) = try await referrals.list(listing, isSearch: isSearch, for: call.user)
    let isStaff = call.user.may(.readInbox)
    return .list(
      lines.map { isStaff ? .line($0) : .progress($0) }, next: hasMore ? lines.last?.id.text : nil)
  }

  private func readReferral(_ call: Call) async throws -> Reply {
    let isStaff = try mustRead(call.user)
    let id: ReferralID = try call.visit.id("Referral")
    guard isStaff else {
      return Reply(body: .progress(try await referrals.sent(id, for: call.user)))
    }
    let view = try await referrals.find(id, for: call.user)
    return Reply(body: .referral(view), version: view.referral.version)
  }
}

extension ReferralListing {
  /// What a search asks, by exact values. Throws `invalid` where there is nothing to search by.
  init(searching sent: [String: String]) throws(Rejection) {
    self.init()
    let sent = sent.mapValues(\.trimmed).filter { !$0.value.isEmpty }
    if let text = sent["date_of_birth"] {
      guard let day = Day(written: text) else {
        throw .invalid("date_of_birth", Reason("bad-day", ["what": "The date of birth"]))
      }
      bornOn = day
    }
    (name, externalID, organisation) = (
      sent["full_name"], sent["referral_id"], sent["referrer_organisation"]
    )
    guard bornOn != nil || externalID != nil else {
      throw .invalid("date_of_birth", Reason("api.search"))
    }
  }
}

extension Reply {
  /// What became of a referral. Words that quote what was sent are left out: a kept answer holds nothing about anybody.
  static func taken(_ taken: Taken) -> Reply {
    let problems = JSON.array(
      taken.result.problems.map { problem in
        let words =
          problem.code == .unknownCode ? English.texts["api.unknown-code"]! : problem.message
        return .problem(field: problem.field?.name, code: problem.code.rawValue, message: words)
      })
    guard let id = taken.id else {
      return Reply(
        status: 422,
        body: [
          "type": "about:blank", "title": "Can't be used", "status": 422, "code": "rejected",
          "detail": "This referral can't be recorded.", "problems": problems,
        ], isProblem: true)
    }
    return Reply(
      status: taken.kind == .new ? 201 : 200,
      body: [
        "id": .string(id.text), "result": .string(taken.result.result.rawValue),
        "problems": problems,
      ], location: taken.kind == .new ? "/api/v1/referrals/\(id)" : nil)
  }
}
