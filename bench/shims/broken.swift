// A program with a fault of each kind, built as the server is: what finds none of them proves nothing of the server.
//   broken race       two threads count without a lock
//   broken overflow   a byte is read past the end of what was allocated
//   broken leak       memory is allocated and forgotten
//   broken nothing    none: what is right must not be reported

import Foundation
import Synchronization

final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func addTogether() { lock.withLock { count += 1 } }
  func addAlone() { count += 1 }
}

@inline(never) func overflow(_ size: Int) -> UInt8 {
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
  bytes.initialize(repeating: 1, count: size)
  defer { bytes.deallocate() }
  return bytes[size]
}

@inline(never) func leak(_ size: Int) -> Int {
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
  bytes.initialize(repeating: 1, count: size)
  return Int(bytes[size / 2])
}

/// What a thread of its own answers, mostly before the task has begun to wait for it.
func answer(_ number: Int) async -> [Int] {
  await withUnsafeContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: [number, number]) }
  }
}

/// A list that many change and others look at meanwhile.
final class List: Sendable {
  private let numbers = Mutex([Int](repeating: 0, count: 64))

  func add() { numbers.withLock { for index in $0.indices { $0[index] += 1 } } }
  var snapshot: [Int] { numbers.withLock { $0 } }
}

let (counter, list) = (Counter(), List())
switch CommandLine.arguments.last {
case "race":
  let threads = (0..<2).map { _ in Thread { for _ in 0..<1000 { counter.addAlone() } } }
  for thread in threads { thread.start() }
  while threads.contains(where: { !$0.isFinished }) { usleep(1000) }
case "overflow": print(overflow(CommandLine.arguments.count * 8))
case "leak": print((1...100).reduce(0) { $0 + leak($1 * 16) })
default:
  DispatchQueue.concurrentPerform(iterations: 4) { _ in
    var sum = 0
    for number in 0..<5000 {
      counter.addTogether()
      list.add()
      if number % 7 == 0 { sum += list.snapshot.reduce(0, +) }
    }
    precondition(sum > 0)
  }
  for number in 0..<2000 {
    let numbers = await answer(number)
    precondition(numbers == [number, number])
  }
}
