import Foundation

/// What the machine says of this process and of where it runs. Linux tells it in /proc (proc(5)); elsewhere nothing is
/// known.
package struct OwnProcess: Sendable {
  var residentBytes: Int?
  var virtualBytes: Int?
  var openFiles: Int?
  var mostFiles: Int?
  var cpuSeconds: Double?

  static func look() -> OwnProcess {
    var found = OwnProcess()
    if let data = FileManager.default.contents(atPath: "/proc/self/statm") {
      let pages = String(decoding: data, as: UTF8.self).split(separator: " ").prefix(2)
        .compactMap { Int($0) }
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      if pages.count == 2 {
        (found.virtualBytes, found.residentBytes) = (pages[0] * page, pages[1] * page)
      }
    }
    // Elsewhere there is no such folder. In it stands one handle more: that by which it is listed.
    if let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      found.openFiles = max(0, names.count - 1)
    }
    found.mostFiles = fileLimit
    var usage = rusage()
    if getrusage(Self.itself, &usage) == 0 {
      found.cpuSeconds =
        Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
    return found
  }

  /// Lets this process have as many file handles as the machine allows it: every connection is one.
  static func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(files, &limit)
  }

  /// How many file handles this process may have now.
  static var fileLimit: Int {
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return 1024 }
    return Int(clamping: limit.rlim_cur)
  }

  /// A crash of this process leaves no file with what was in its memory: names, notes and keys.
  package static func leaveNoCore() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(cores, &none)
  }

  /// What the machine is called.
  static var machine: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Room where a file stands, in bytes: for us, and in all.
  static func room(at path: String) -> (free: Int, all: Int)? {
    var found = statvfs()
    guard statvfs(path, &found) == 0 else { return nil }
    return (Int(found.f_bavail) * Int(found.f_frsize), Int(found.f_blocks) * Int(found.f_frsize))
  }

  /// Whether others than its owner may read or write a file.
  static func isOpenToOthers(_ path: String) -> Bool {
    // A file that is not there is open to nobody.
    let found = try? FileManager.default.attributesOfItem(atPath: path)
    let mode = (found?[.posixPermissions] as? NSNumber)?.intValue ?? 0
    return mode & 0o077 != 0
  }

  private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  private static let cores = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  private static let itself = __rusage_who_t(RUSAGE_SELF.rawValue)
}
