import Core
import Foundation

/// A file's name is kept by syncing the folder that it stands in: after a power cut a file that was synced itself
/// may else be there without a name (fsync(2)).
package enum DiskName {
  /// Returns once the names of all files beside `path`, and its own, are on the disk.
  package static func keep(_ path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unusable("\(folder) can't be read.") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw Unusable("\(folder) can't be written: \(String(cString: strerror(errno))).")
    }
  }
}
