import Core

/// The people of one file so far, by date of birth, to find who came before under nearly the same name. About 80 bytes a
/// person: names lie end to end in one buffer, entries of one day are chained in the order in which they came.
package struct DuplicateIndex: Sendable {
  private struct Entry {
    var shape: NameShape
    var nameStart: UInt32
    var nameLength: UInt16
    var token: Int32
    var next: Int32
  }

  private struct Chain {
    let first: Int32
    var last: Int32
  }

  private var names: [UInt8] = []
  private var entries: [Entry] = []
  private var days: [Int32: Chain] = [:]

  package init() {}

  package var count: Int { entries.count }

  /// `token` is what `find` answers: a line of the file, say.
  package mutating func add(_ bornOn: Day, _ key: NameKey, token: Int) {
    let index = Int32(entries.count)
    entries.append(
      Entry(
        shape: key.shape, nameStart: UInt32(names.count),
        nameLength: UInt16(clamping: key.sorted.utf8.count), token: Int32(clamping: token), next: -1
      ))
    names.append(contentsOf: key.sorted.utf8.prefix(Int(UInt16.max)))
    let day = Int32(clamping: bornOn.number)
    if let chain = days[day] {
      entries[Int(chain.last)].next = index
      days[day] = Chain(first: chain.first, last: index)
    } else {
      days[day] = Chain(first: index, last: index)
    }
  }

  /// The token of the first person born that day whose name matches.
  package func find(_ bornOn: Day, _ key: NameKey, variants: NameVariants) -> Int? {
    guard let chain = days[Int32(clamping: bornOn.number)] else { return nil }
    var sorted = key.sorted
    return sorted.withUTF8 { wanted in
      names.withUnsafeBufferPointer { names in
        entries.withUnsafeBufferPointer { entries in
          var index = chain.first
          while index >= 0 {
            let entry = entries[Int(index)]
            index = entry.next
            guard entry.shape.isNear(key.shape) || entry.shape.mayShare(key.shape) else { continue }
            let start = Int(entry.nameStart)
            let name = UnsafeBufferPointer(
              rebasing: names[start..<start + Int(entry.nameLength)])
            if name.elementsEqual(wanted)
              || NameMatch.isClose(name, entry.shape, wanted, key.shape, variants)
            {
              return Int(entry.token)
            }
          }
          return nil
        }
      }
    }
  }
}
