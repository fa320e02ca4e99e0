import App
import ArgumentParser
import Core
import Foundation

/// `pierhead import …`
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads files that others send.",
    subcommands: [ImportReferrals.self, ImportInvitations.self, ImportProgramme.self])
}

/// `pierhead import invitations FILE --list ID`
struct ImportInvitations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invitations", abstract: "Puts people on a list of those whom we ask.",
    discussion:
      "Ends with 0 when every line could be used, 1 when some could not, 2 when the file or the list can't be used."
  )

  @OptionGroup var settings: Settings
  @Argument(help: "The file, as CSV. Its first line names the columns.") var file: String
  @Option(help: "The id of the list: the last part of its page's address.") var list: String

  func run() async throws {
    throw ExitCode(
      try await perform(.importInvitations(list: list), reading: file, settings.configuration()))
  }
}

/// `pierhead import referrals FILE`
struct ImportReferrals: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "referrals", abstract: "Reads a partner's referrals.",
    discussion:
      "Ends with 0 when every row was taken, 1 when some were rejected, 2 when the file can't be used."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var settings: Settings
  @Argument(help: "The file, as CSV.") var file: String
  @Flag(help: "Do everything but record.") var dryRun = false
  @Option(help: "How results are printed: text or json.") var format = Format.text
  @Option(help: ArgumentHelp("Print what this organisation may know.", valueName: "organisation"))
  var asPartner: String?

  func run() async throws {
    let command = Command.importReferrals(
      name: URL(filePath: file).lastPathComponent, isDryRun: dryRun, isJSON: format == .json,
      partner: asPartner)
    throw ExitCode(
      try await perform(command, reading: file, settings.configuration()))
  }
}

/// Runs a command on the lines of a file, some of it at a time. 2 where it can't be read.
func perform(
  _ command: Command, reading file: String, _ configuration: Configuration
) async throws -> Int32 {
  guard let handle = FileHandle(forReadingAtPath: file) else {
    StandardError.write("\(file) can't be read.\n")
    return 2
  }
  return try await perform(command, configuration) {
    guard let data = try handle.read(upToCount: 1 << 16), !data.isEmpty else { return nil }
    return Array(data)
  }
}
