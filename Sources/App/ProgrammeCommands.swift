import CSVFile
import Core
import Database
import Programme
import ProgrammeFile

extension Pierhead {
  /// Reads a file of the programme. Answers 1 where a line could not be used.
  func importProgramme(
    _ name: String, from day: Day?, isJSON: Bool, _ output: some CommandOutput,
    _ next: () async throws -> [UInt8]?
  ) async throws -> Int32 {
    var file: [UInt8] = []
    while let chunk = try await next() {
      file += chunk
      guard file.count <= SentFile.most else {
        throw UnusableFile("The file is longer than a programme’s file can be.")
      }
    }
    let report = try await programme.read(
      SentFile(name: name, bytes: file, from: day), by: .system)
    for remark in report.remarks { output.remark(remark + "\n") }
    if isJSON { output.say(report.summary.json) } else { output.say(report.summary.words) }
    return report.summary.rejected > 0 ? 1 : 0
  }

  /// Prints the portfolio as it stood when a day had ended, or as it stands.
  func reportProgramme(
    on day: Day?, isJSON: Bool, _ output: some CommandOutput
  ) async throws -> Int32 {
    let today = database.wall.today
    let day = day ?? today
    guard day <= today else { throw Rejection.invalid("on", Reason("programme.on")) }
    let portfolio = try await programme.portfolio(AsOf(day, today: today), for: .system)
    let report = ProgrammeReport(portfolio, on: day, programme.lists)
    output.say(isJSON ? report.json : report.csv)
    return 0
  }
}
