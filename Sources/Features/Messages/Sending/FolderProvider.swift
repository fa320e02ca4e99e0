import Core
import Foundation

/// Puts each message into a file: for a machine that sends nothing, such as one to try things on.
package struct FolderProvider: Provider {
  package let name = "Folder"
  let folder: String

  package init(_ folder: String) { self.folder = folder }

  /// The same message twice is the same file. It gets its name when all of it is there.
  package func send(_ letter: Letter, now: Instant) -> Attempt {
    let isEmail = letter.channel == .email
    let path = "\(folder)/\(letter.id.text).\(isEmail ? "eml" : "txt")"
    let bytes =
      isEmail
      ? Mail.bytes(
        of: letter, from: EmailAddress("pierhead@localhost.invalid")!, date: letter.writtenAt)
      : Array("To: \(letter.to)\n\n\(letter.body)\n".utf8)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      guard
        FileManager.default.createFile(
          atPath: path + ".new", contents: Data(bytes), attributes: [.posixPermissions: 0o600]),
        rename(path + ".new", path) == 0
      else { return .later(.broken, isUnsure: false) }
      return .handedOver
    } catch {
      return .later(.broken, isUnsure: false)
    }
  }
}
