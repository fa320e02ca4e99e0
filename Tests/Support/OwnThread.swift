import Foundation

/// Runs a body that waits on a thread of its own, so that no other test waits with it.
package func onOwnThread<T: Sendable, Failure: Error>(
  _ body: @escaping @Sendable () throws(Failure) -> T
) async throws(Failure) -> T {
  let result = await withCheckedContinuation {
    (continuation: CheckedContinuation<Result<T, Failure>, Never>) in
    Thread.detachNewThread { continuation.resume(returning: Result(catching: body)) }
  }
  return try result.get()
}
