import App
import Core
import Database
import Foundation
import HTML
import Messages
import Support
import Testing

@testable import App

/// The page that tells administrators how the service does.
struct StateTests {
  private func state(_ change: (inout ServiceState) -> Void = { _ in }) -> ServiceState {
    var state = ServiceState(
      now: TestDatabase.noon, startedAt: TestDatabase.noon, engine: "SQLite", machine: "test",
      backup: .notSetUp)
    change(&state)
    return state
  }

  private func ago(_ seconds: Int64) -> Instant { TestDatabase.noon.adding(seconds: -seconds) }

  @Test func `a service that does well has no warning`() {
    let state = state { state in
      state.room = (free: 50_000_000_000, all: 100_000_000_000)
      state.backup = .made(at: ago(26 * 3600), bytes: 1)
      state.jobs = [(.lateAnswers, ago(600)), (.endingClocks, nil)]
      state.process.openFiles = 80
      state.process.mostFiles = 100
    }
    #expect(state.warnings.isEmpty)
  }

  @Test func `each thing that is wrong has its warning`() {
    #expect(state { $0.room = (1 << 30, 1 << 34) }.warnings.isEmpty)
    #expect(state { $0.room = (1 << 30 - 1, 1 << 33) }.warnings == [.littleRoom])
    #expect(state { $0.room = (1 << 31, 1 << 40) }.warnings == [.littleRoom])
    #expect(state { $0.backup = .none }.warnings == [.noBackup])
    #expect(
      state { $0.backup = .made(at: ago(26 * 3600 + 1), bytes: 1) }.warnings == [.oldBackup])
    #expect(state { $0.isKeyOpen = true }.warnings == [.keyIsOpen])
    #expect(state { $0.jobs = [(.lateAnswers, ago(3601))] }.warnings == [.workStopped])
    #expect(
      state {
        $0.process.openFiles = 81
        $0.process.mostFiles = 100
      }.warnings == [.fewFiles])
  }

  @Test(arguments: TestDatabase.engines)
  func `an administrator reads what runs and what waits`(engine: TestDatabase.Engine) async throws {
    try await TestDatabase.with(engine) { pierhead, _ in
      let browser = try await pierhead.browser(pierhead.user("administrator"))
      let words = try await browser.get("/state").words
      for part in [
        "State of the service", "Version \(Release.words)",
        "Database \(pierhead.database.engineName), schema \(Database.schema)",
        "Runs since 20 November 2026 at 12:00pm", "Backup None yet.", "Wait to go None",
        "A file is being read No", "Tells advocates of clocks that end Not yet",
      ] {
        #expect(words.contains(part), "\(part)")
      }
      #expect(!words.contains("Size Not known") && !words.contains("Size 0 bytes"))
      #expect(words.contains("Room on the disk") == (engine == .sqlite))
      // The folder of the tests may be nearly full, which is no fault of the page.
      #expect(!words.contains("can read the key file"))
    }
  }

  @Test func `a key file that others can read is told`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, _ in
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o640], ofItemAtPath: pierhead.configuration.keyFile)
      let browser = try await pierhead.browser(pierhead.user("administrator"))
      #expect(
        try await browser.get("/state").words.contains("Others on this machine can read the key"))
    }
  }

  @Test func `the page shows the last backup, and says when it is old or missing`() async throws {
    try await TestDatabase.with(.sqlite) { pierhead, clock in
      let made = ago(27 * 3600)
      let old = StatePage.page(try await pierhead.state { (made, 2_345_678) })
      let text = String(decoding: old.content.bytes, as: UTF8.self)
      #expect(text.contains("2.3 MB") && text.contains("more than 26 hours old"))
      let none = StatePage.page(try await pierhead.state { nil })
      #expect(
        String(decoding: none.content.bytes, as: UTF8.self).contains("No backup has been made"))
    }
  }

  @Test(arguments: [
    (0.96, "one change or look at a time"), (1, "one change or look at a time"),
    (1.04, "one change or look at a time"),
    (1.1, "1.1 changes and looks at a time on average"),
    (12.3, "12.3 changes and looks at a time on average"),
  ])
  func `how much was saved at a time is said in words`(average: Double, words: String) {
    #expect(StatePage.atATime(average) == words)
  }

  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1_550, "1.6 kB"), (14_000_000, "14 MB"),
    (123_456_789, "123 MB"), (2_340_000_000, "2.3 GB"), (5_000_000_000_000_000, "5000 TB"),
  ])
  func `sizes are said as people say them`(bytes: Int, words: String) {
    #expect(StatePage.words(bytes: bytes) == words)
  }
}
