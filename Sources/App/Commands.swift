import Access
import CSVFile
import Core
import Database
import Foundation
import ReferralFile
import Referrals

/// What a command asks for, by itself or through the server that holds the database.
package enum Command: Codable, Sendable {
  case importReferrals(name: String, isDryRun: Bool, isJSON: Bool, partner: String?)
  /// `list` as it was typed.
  case importInvitations(list: String)
  case addUser(
    email: String, name: String, roles: [String], districts: [String], organisation: String?)
  case token(email: String, days: Int, purpose: String?)
  case listUsers
  case disableUser(email: String)
  case verify(anchors: String)
  /// `path` from the root; `publicKey` in hex.
  case backUp(path: String, publicKey: String)

  /// Whether a file is read with it.
  var readsInput: Bool {
    switch self {
    case .importReferrals, .importInvitations: true
    case .addUser, .token, .listUsers, .disableUser, .verify, .backUp: false
    }
  }

  /// Whether it makes a database where there is none.
  package var writes: Bool {
    switch self {
    case .importReferrals, .importInvitations, .addUser: true
    case .token, .listUsers, .disableUser, .verify, .backUp: false
    }
  }
}

/// Where a command's words go: standard output and standard error, or a socket to them.
package protocol CommandOutput: Sendable {
  func say(_ bytes: [UInt8])
  func remark(_ text: String)
}

extension CommandOutput {
  func say(_ text: String) { say(Array(text.utf8)) }
}

extension Pierhead {
  /// Does what a command asks, as the system, and answers its exit status: 0 done, 1 in part or not sound, 2
  /// unusable input.
  package func run(
    _ command: Command, output: some CommandOutput, isShared: Bool = false,
    next: @escaping () async throws -> [UInt8]?
  ) async throws -> Int32 {
    do {
      return try await perform(command, output, isShared, next)
    } catch let file as UnusableFile {
      output.remark(file.sentence + "\n")
      return 2
    } catch let rejection as Rejection {
      output.remark(Self.words(for: rejection) + "\n")
      return 2
    } catch let backup as UnusableBackup {
      output.remark("\(backup)\n")
      return 2
    }
  }

  private func perform(
    _ command: Command, _ output: some CommandOutput, _ isShared: Bool,
    _ next: () async throws -> [UInt8]?
  ) async throws -> Int32 {
    switch command {
    case .importReferrals(let name, let isDryRun, let isJSON, let partner):
      var options = ImportOptions()
      options.name = name
      options.isDryRun = isDryRun
      options.format = isJSON ? .json : .words
      options.partner = partner
      options.isShared = isShared
      let (report, remarks) = try await referrals.importFile(
        options, by: .system,
        progress: { rows in if rows % 10_000 == 0, rows > 0 { output.remark("\(rows) rows read\n") }
        },
        next: next)
      for remark in remarks { output.remark(remark + "\n") }
      output.say(report.bytes)
      return report.summary.rejected > 0 ? 1 : 0
    case .importInvitations(let list):
      return try await importInvitations(to: list, output, next)
    case .addUser(let email, let name, let roles, let districts, let organisation):
      let codes = try districts.map { written in
        guard let code = reference.lists.district(written) else {
          throw Rejection.invalid("district", Reason("user.district", ["name": written]))
        }
        return code
      }
      let token = try await access.add(
        email: email, name: name, roles: roles, districts: codes, organisation: organisation,
        by: .system)
      output.say(access.setUpAddress(token) + "\n")
      return 0
    case .token(let email, let days, let purpose):
      let token = try await access.token(email: email, days: days, purpose: purpose, by: .system)
      output.say(token + "\n")
      return 0
    case .listUsers:
      try await listUsers(output)
      return 0
    case .disableUser(let email):
      try await access.disable(email: email, by: .system)
      output.remark("\(email) can no longer sign in.\n")
      return 0
    case .verify(let anchors):
      return try await verify(anchors, output)
    case .backUp(let path, let publicKey):
      return try await Self.backUp(
        database, configuration, to: path, publicKey: publicKey, output)
    }
  }

  private func listUsers(_ output: some CommandOutput) async throws {
    var page = 1
    while true {
      let list = try await access.list(page: page, size: 200, by: .system)
      for account in list.accounts {
        output.say(
          "\(account.email)\t\(account.name)\t\(account.roles.joined(separator: ","))\t\(account.districts.joined(separator: ","))\t\(account.state)\n"
        )
      }
      guard page < list.pages else { return }
      page += 1
    }
  }

  /// `anchors` are lines of `n hash`, as an earlier check printed them.
  private func verify(_ anchors: String, _ output: some CommandOutput) async throws -> Int32 {
    let heads = try anchors.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      guard words.count == 2, let n = Int(words[0]) else {
        throw Rejection.invalid(
          "anchor", Reason("anchor.unusable", ["line": String(line.prefix(80))]))
      }
      return Head(n: n, hash: String(words[1]))
    }
    switch try await database.verify(anchors: heads) {
    case .sound(let head):
      output.say("\(head.n) \(head.hash)\n")
      output.remark("Sound: \(head.n) events, each as it was written.\n")
      return 0
    case .broken(let n, let reason):
      output.say("event \(n): \(reason)\n")
      return 1
    }
  }

  static func words(for rejection: Rejection) -> String {
    switch rejection {
    case .invalid(let problems):
      problems.map { ($0.field.map { "\($0): " } ?? "") + $0.reason.words }.joined(separator: "\n")
    case .conflict(let reason), .tooMany(let reason, _): reason.words
    case .notFound(let noun): "\(noun) not found."
    case .forbidden, .notSignedIn: "That is not allowed."
    }
  }
}
