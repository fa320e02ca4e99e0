import Core

/// How writing goes, for whoever watches: counted on the writing thread since it began.
package struct CommitFigures: Sendable {
  /// Pieces of work that shared a commit: how many commits held so many or fewer. 512 is the most.
  package static let bounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

  package internal(set) var commits = 0
  /// Batches that were not committed, for whatever reason.
  package internal(set) var failures = 0
  package internal(set) var works = 0
  /// One for each bound; each commit stands in one alone.
  package internal(set) var sizes = [Int](repeating: 0, count: bounds.count)
  /// Pieces of work that wait for a commit.
  package internal(set) var waiting = 0
  /// What kept the last batch from being committed; nil where it was.
  package internal(set) var trouble: Trouble?
  /// How long the batch takes that is being written now, or nil.
  package internal(set) var busy: Stopwatch?

  /// Why nothing can be written, as far as strangers may know.
  package enum Trouble: String, Sendable {
    case noRoom = "no room"
    case refused
  }

  package init() {}

  mutating func began() { busy = Stopwatch() }

  /// `error` is what undid the whole batch; or what one piece of it met, where that was the disk.
  mutating func ended(_ count: Int, _ error: (any Error)?) {
    busy = nil
    works += count
    guard let error else {
      commits += 1
      trouble = nil
      let index = Self.bounds.firstIndex { count <= $0 } ?? Self.bounds.count - 1
      sizes[index] += 1
      return
    }
    failures += 1
    trouble = error is any OutOfRoom ? .noRoom : .refused
  }
}

extension Database {
  /// How writing has gone so far.
  package var commitFigures: CommitFigures { writer.figures }

  /// Writes nothing new, through to the disk: whether it can be done tells how writing goes. Answers at once.
  func tryWriting() {
    writer.add(
      GroupCommit.Work(
        run: { connection in
          _ = try connection.run("UPDATE event_head SET n = n")
          return []
        }, look: nil, isUnseen: true, finish: { _ in }))
  }
}
