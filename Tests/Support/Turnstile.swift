import Foundation

/// Lets so many in at once; the others wait without holding a thread.
package final class Turnstile: @unchecked Sendable {
  private let lock = NSLock()
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  package init(_ places: Int) { free = places }

  package func enter() async {
    await withCheckedContinuation { continuation in
      let isIn = lock.withLock {
        guard free == 0 else {
          free -= 1
          return true
        }
        waiting.append(continuation)
        return false
      }
      if isIn { continuation.resume() }
    }
  }

  package func leave() {
    let next = lock.withLock {
      guard waiting.isEmpty else {
        return waiting.removeFirst() as CheckedContinuation<Void, Never>?
      }
      free += 1
      return nil
    }
    next?.resume()
  }
}
