import App
import ArgumentParser

/// `pierhead user …`
struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Opens and closes accounts.",
    subcommands: [Add.self, Token.self, List.self, Disable.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens an account and prints its one-time set-up link.")
    @OptionGroup var settings: Settings
    @Argument(help: "The work email address.") var email: String
    @Option(help: "The person's name.") var name: String
    @Option(help: "A role, such as team_leader. May be given several times.") var role: [String]
    @Option(help: "A district's name or code. May be given several times.") var district: [String] =
      []
    @Option(help: "The organisation, for those outside the authority.") var organisation: String?

    func run() async throws {
      try await finish(
        .addUser(
          email: email, name: name, roles: role, districts: district, organisation: organisation),
        settings)
    }
  }

  struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a new access token for programs that act for a user.")
    @OptionGroup var settings: Settings
    @Argument(help: "The user's email address.") var email: String
    @Option(help: "How many days it works, 1 to 365.") var days = 30
    @Option(name: .customLong("for"), help: "What it is for, so that others know which to end.")
    var purpose: String?

    func run() async throws {
      try await finish(.token(email: email, days: days, purpose: purpose), settings)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints all accounts: email, name, roles, districts, state.")
    @OptionGroup var settings: Settings

    func run() async throws { try await finish(.listUsers, settings) }
  }

  struct Disable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a user's sessions and tokens; they can no longer sign in.")
    @OptionGroup var settings: Settings
    @Argument(help: "The user's email address.") var email: String

    func run() async throws { try await finish(.disableUser(email: email), settings) }
  }
}

private func finish(_ command: Command, _ settings: Settings) async throws {
  throw ExitCode(try await perform(command, settings.configuration()))
}
