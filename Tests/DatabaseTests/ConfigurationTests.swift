import App
import Core
import Database
import Foundation
import Support
import Testing

/// What can be set, from where, and what is said of a bad value.
struct ConfigurationTests {
  @Test func `nothing set serves this machine from a file here`() throws {
    let plain = try Configuration(environment: [:])
    #expect(plain.host == "127.0.0.1" && plain.port == 8080)
    #expect(plain.origin == "http://127.0.0.1:8080" && !plain.isSecure)
    #expect(plain.keyFile == "./pierhead.sqlite.key")
    #expect(plain.sendsPerMinute == 120 && plain.downloadsPerHour == 60)
    #expect(plain.looksPerMinute == 300 && plain.logLevel == "notice")
    #expect(plain.writeDeadline == 10)
    guard case .sqlite("./pierhead.sqlite") = plain.database else {
      Issue.record("another database: \(plain.database)")
      return
    }
  }

  @Test func `a flag comes before the environment, that before the file, that before the default`()
    async throws
  {
    try await withFile("PORT=1001\nPIERHEAD_HOST = 10.0.0.1\n# PORT=9\n\nSERVICE=A = B\n") { path in
      let named = ["PIERHEAD_CONFIG": path]
      #expect(try Configuration(environment: [:]).port == 8080)
      let file = try Configuration(environment: named)
      #expect(file.port == 1001 && file.host == "10.0.0.1" && file.service == "A = B")
      #expect(file.origin == "http://10.0.0.1:1001")
      let set = named.merging(["PIERHEAD_PORT": "1002", "PORT": "7"]) { _, new in new }
      #expect(try Configuration(environment: set).port == 1002)
      #expect(try Configuration(flags: ["PORT": "1003"], environment: set).port == 1003)
      #expect(try Configuration(flags: ["PORT": nil], environment: set).port == 1002)
    }
  }

  @Test(arguments: [
    ("sqlite:/srv/a.sqlite", "/srv/a.sqlite.key"), ("postgresql://db/pierhead", "./pierhead.key"),
    ("postgres://db/pierhead?host=a,b", "./pierhead.key"),
  ])
  func `the key stands beside the file`(database: String, key: String) throws {
    #expect(try Configuration(environment: ["PIERHEAD_DATABASE": database]).keyFile == key)
    let elsewhere = ["PIERHEAD_DATABASE": database, "PIERHEAD_KEY_FILE": "/run/key"]
    #expect(try Configuration(environment: elsewhere).keyFile == "/run/key")
  }

  @Test(arguments: [
    ("https://hiw.example.org", "https://hiw.example.org", true),
    ("https://hiw.example.org//", "https://hiw.example.org", true),
    ("http://10.1.1.1:8080/", "http://10.1.1.1:8080", false),
  ])
  func `an address is kept without the slash at its end`(
    sent: String, origin: String, isSecure: Bool
  ) throws {
    let found = try Configuration(environment: ["PIERHEAD_URL": sent])
    #expect(found.origin == origin && found.isSecure == isSecure)
  }

  @Test(arguments: [
    ("PORT", "http"), ("PORT", ""), ("PORT", "-1"), ("PORT", "65536"), ("PORT", "80 "),
    ("PORT", "8e3"),
    ("WRITE_DEADLINE", "1"), ("WRITE_DEADLINE", "301"), ("WRITE_DEADLINE", "10s"),
    ("LOOKS_PER_MINUTE", "-1"), ("LOOKS_PER_MINUTE", "many"), ("LOOKS_PER_MINUTE", "1000001"),
    ("SENDS_PER_MINUTE", "-1"), ("SENDS_PER_MINUTE", "2 a second"),
    ("DOWNLOADS_PER_HOUR", "-1"), ("DOWNLOADS_PER_HOUR", ""),
    ("URL", "hiw.example.org"), ("URL", ""), ("URL", "ftp://hiw.example.org"),
    ("DATABASE", "mysql://x"), ("DATABASE", ""), ("DATABASE", "sqlite:"),
    ("DATABASE", "pierhead.sqlite"),
  ])
  func `a bad value stops the start and names its setting`(name: String, value: String) async throws
  {
    let asFlag = #expect(throws: Unusable.self) {
      try Configuration(flags: [name: value], environment: [:])
    }
    let asVariable = #expect(throws: Unusable.self) {
      try Configuration(environment: ["PIERHEAD_\(name)": value])
    }
    #expect(asFlag?.description == asVariable?.description)
    #expect(
      asFlag?.description.contains("PIERHEAD_\(name)") == true, "\(asFlag?.description ?? "")")
    // It may be a secret under the wrong name.
    #expect(asFlag?.description.contains("\"\(value)\"") == false, "\(asFlag?.description ?? "")")
  }

  @Test func `a file that can't be used is named`() async throws {
    let missing = #expect(throws: Unusable.self) {
      try Configuration(environment: ["PIERHEAD_CONFIG": "/nowhere/at/all"])
    }
    #expect(missing?.description.contains("/nowhere/at/all") == true)
    try await withFile("PORT=1\nnonsense\n") { path in
      let error = #expect(throws: Unusable.self) {
        try Configuration(environment: ["PIERHEAD_CONFIG": path])
      }
      #expect(error?.description.contains("Line 2 of \(path)") == true)
    }
  }

  private func withFile(_ text: String, _ body: (String) throws -> Void) async throws {
    try await Ground.empty(.sqlite) { ground in
      let path = ground.folder + "/pierhead.conf"
      try Data(text.utf8).write(to: URL(filePath: path))
      try body(path)
    }
  }
}
