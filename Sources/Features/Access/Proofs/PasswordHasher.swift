import CSodium
import Core
import Foundation
import Synchronization

/// Hashes passwords with argon2id. Two at a time, on threads of their own, so that a storm of sign-ins takes
/// neither all processors nor all memory from the pages.
final class PasswordHasher: Sendable {
  // OWASP's Password Storage Cheat Sheet: 2 passes over 19 MiB, 1 lane.
  static let passes: UInt64 = 2
  static let memory = 19 * 1024 * 1024

  /// Of a password that nobody knows: checking an unknown account takes as long as checking a known one.
  static let nobodys =
    "$argon2id$v=19$m=19456,t=2,p=1$cGllcmhlYWQgbm9ib2R5IQ$Vd1n4fUpHqhpBIEnTQXeF0dpjzAdDAr5U1yFOz1I7KM"

  /// How many may wait. Each takes about 40 ms of a processor.
  private static let most = 100

  private let queue: OperationQueue
  private let waiting = Mutex(0)

  init(atOnce: Int = 2) {
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = atOnce
    queue.name = "pierhead.passwords"
  }

  /// The PHC string to store.
  func hash(_ password: String) async throws -> String {
    try await working {
      var hash = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
      let typed = password.utf8CString
      let code = typed.withUnsafeBufferPointer {
        crypto_pwhash_str(
          &hash, $0.baseAddress!, UInt64($0.count - 1), Self.passes, Self.memory)
      }
      guard code == 0 else { throw Fault("no memory to hash a password with") }
      return String(cString: hash)
    }
  }

  /// Whether the password is the hash's. Without a hash it is not, and takes as long.
  func isRight(_ password: String, for hash: String?) async throws -> Bool {
    try await working {
      var stored = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
      for (index, byte) in (hash ?? Self.nobodys).utf8.prefix(stored.count - 1).enumerated() {
        stored[index] = CChar(bitPattern: byte)
      }
      let typed = password.utf8CString
      let code = typed.withUnsafeBufferPointer {
        crypto_pwhash_str_verify(stored, $0.baseAddress!, UInt64($0.count - 1))
      }
      return code == 0 && hash != nil
    }
  }

  private func working<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    let isAdmitted = waiting.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    guard isAdmitted else { throw Rejection.tooMany(Reason("access.busy"), retryAfter: 5) }
    defer { waiting.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.addOperation { continuation.resume(with: Result(catching: work)) }
    }
  }
}

extension String {
  fileprivate init(cString characters: [CChar]) {
    let bytes = characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    self.init(decoding: bytes, as: UTF8.self)
  }
}
