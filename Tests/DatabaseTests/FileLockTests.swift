import Core
import Database
import Foundation
import Support
import Testing

/// One process at a time works on a SQLite file.
struct FileLockTests {
  @Test func `a second holder is refused until the first has let go`() async throws {
    try await Ground.empty(.sqlite) { ground in
      var first = try FileLock(for: ground.path)
      #expect(first != nil)
      #expect(try FileLock(for: ground.path) == nil)
      // Another file is another lock.
      #expect(try FileLock(for: ground.path + "2") != nil)
      withExtendedLifetime(first) {}
      first = nil
      #expect(try FileLock(for: ground.path) != nil)
    }
  }

  @Test func `another process sees the lock, and only its owner reads it`() async throws {
    try await Ground.empty(.sqlite) { ground in
      let lock = try FileLock(for: ground.path)
      try withExtendedLifetime(lock) {
        #expect(try status(of: ["flock", "--nonblock", ground.path + ".lock", "true"]) == 1)
        let rights = try FileManager.default.attributesOfItem(atPath: ground.path + ".lock")[
          .posixPermissions]
        #expect(rights as? Int == 0o600)
      }
    }
  }

  @Test func `a lock that can't be made is named`() {
    let error = #expect(throws: Unusable.self) {
      try FileLock(for: "/nowhere/at/all/pierhead.sqlite")
    }
    #expect(error?.description.contains("/nowhere/at/all/pierhead.sqlite.lock") == true)
  }

  private func status(of command: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
