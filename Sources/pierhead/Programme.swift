import App
import ArgumentParser
import Core
import Foundation

/// `pierhead import programme FILE`
struct ImportProgramme: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programme", abstract: "Reads projects or the frame of the programme.",
    discussion:
      "Ends with 0 when every line could be used, 1 when some could not, 2 when the file can't be used."
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var settings: Settings
  @Argument(help: "The file, as CSV. Its columns tell which of both files it is.")
  var file: String
  @Option(
    name: .customLong("from"),
    help: ArgumentHelp(
      "The day from which it stands, for what is taken on from an earlier time.", valueName: "date"),
    transform: readDay)
  var from: Day?
  @Option(help: "How results are printed: text or json.") var format = Format.text

  func run() async throws {
    let command = Command.importProgramme(
      name: URL(filePath: file).lastPathComponent, from: from?.description, isJSON: format == .json)
    throw ExitCode(
      try await perform(command, reading: file, settings.configuration()))
  }
}

/// `pierhead report …`
struct Report: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints what stands, or stood on a day.", subcommands: [ReportProgramme.self])
}

/// `pierhead report programme --on DATE`
struct ReportProgramme: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programme", abstract: "Prints the portfolio as it stood when a day had ended.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv }

  @OptionGroup var settings: Settings
  @Option(
    help: ArgumentHelp("The day, like 2026-11-20. Today when it is left out.", valueName: "date"),
    transform: readDay)
  var on: Day?
  @Option(help: "json or csv.") var format = Format.json

  func run() async throws {
    let command = Command.reportProgramme(on: on?.description, isJSON: format == .json)
    throw ExitCode(try await perform(command, settings.configuration()) { nil })
  }
}

/// A day as it is typed on the command line.
private func readDay(_ text: String) throws -> Day {
  guard let day = Day(written: text) else {
    throw ValidationError("\(text) is no day. Write it like 2026-11-20.")
  }
  return day
}
