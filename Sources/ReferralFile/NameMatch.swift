extension NameKey {
  /// Whether both may be one person's name: they are the same (spacing set aside: "al masri" is "almasri"), or one
  /// part differs by one Damerau-Levenshtein edit (two where both have 8 letters or more) or stands in one group of
  /// the spelling variants. Parts are paired whatever their order, and a part may be several words written as one.
  package func matches(_ other: NameKey, variants: NameVariants) -> Bool {
    guard shape.isNear(other.shape) || shape.mayShare(other.shape) else { return false }
    if sorted == other.sorted { return true }
    var (one, two) = (sorted, other.sorted)
    return one.withUTF8 { one in
      two.withUTF8 { NameMatch.isClose(one, shape, $0, other.shape, variants) }
    }
  }
}

/// The comparison of two keys. Words that stand in both are put aside first; what is left over decides.
struct NameMatch {
  typealias Text = UnsafeBufferPointer<UInt8>

  /// With more words than this left over, spacing is no longer set aside, so that no name can make comparing slow.
  static let respacedWords = 6

  private let variants: NameVariants
  private let isNear: Bool
  private let first: Leftover
  private let second: Leftover

  static func isClose(
    _ one: Text, _ shape: NameShape, _ two: Text, _ otherShape: NameShape, _ variants: NameVariants
  ) -> Bool {
    let isNear = shape.isNear(otherShape)
    guard isNear || shape.mayShare(otherShape) else { return false }
    var (first, second) = (Leftover(one), Leftover(two))
    setAside(&first, &second)
    return NameMatch(variants: variants, isNear: isNear, first: first, second: second).isClose
  }

  private var isClose: Bool {
    switch (first.count, second.count) {
    case (0, 0): return true
    // A word more is not a word that differs.
    case (0, _), (_, 0): return false
    case (1, 1): return areClose(first.word, second.word)
    default: break
    }
    let isLong = max(first.count, second.count) > Self.respacedWords
    guard !isLong, isNear || first.count != second.count else { return false }
    let (one, two) = (first.words, second.words)
    if first.letters == second.letters, Self.areSame(one, two) { return true }
    // As many words on both sides, and two of them or more differ.
    guard one.count != two.count else { return false }
    return one.count > two.count ? oneDiffers(one, two) : oneDiffers(two, one)
  }

  private func areClose(_ one: Text, _ two: Text) -> Bool {
    isNear && EditDistance.isWithinLimit(one, two) || variants.join(one, two)
  }

  /// Looks for a word of the side with fewer words and a part of the other, up to three words in any order written as
  /// one, that are close, all else being the same.
  private func oneDiffers(_ more: [Text], _ fewer: [Text]) -> Bool {
    let surplus = more.reduce(0) { $0 + $1.count } - fewer.reduce(0) { $0 + $1.count }
    for (index, word) in fewer.enumerated() {
      var rest = fewer
      rest.remove(at: index)
      // All else being the same, it has as many letters.
      if extend([], 0, of: more, toward: word, rest, length: word.count + surplus) { return true }
    }
    return false
  }

  private func extend(
    _ part: [Text], _ size: Int, of others: [Text], toward word: Text, _ rest: [Text], length: Int
  ) -> Bool {
    if size == length, !part.isEmpty {
      let joined = Array(part.joined())
      if joined.withUnsafeBufferPointer({ areClose($0, word) }), Self.areSame(others, rest) {
        return true
      }
    }
    guard part.count < 3 else { return false }
    for index in others.indices where size + others[index].count <= length {
      var left = others
      let next = left.remove(at: index)
      if extend(part + [next], size + next.count, of: left, toward: word, rest, length: length) {
        return true
      }
    }
    return false
  }

  /// Whether both are the same letters in the same words, their order and the spacing set aside: whether some order of
  /// the first and some order of the second, written without spaces, are one text.
  private static func areSame(_ one: [Text], _ two: [Text]) -> Bool {
    guard one.reduce(0, { $0 + $1.count }) == two.reduce(0, { $0 + $1.count }) else { return false }
    var budget = 1000
    return fit(one, two, rest: Text(start: nil, count: 0), ofFirst: true, &budget)
  }

  /// Lays words of both sides end to end. `rest` is what stands out so far, on the first side or the second.
  private static func fit(
    _ one: [Text], _ two: [Text], rest: Text, ofFirst: Bool, _ budget: inout Int
  ) -> Bool {
    if one.isEmpty, two.isEmpty, rest.isEmpty { return true }
    budget -= 1
    guard budget > 0 else { return false }
    let takesFirst = rest.isEmpty || !ofFirst
    let side = takesFirst ? one : two
    for index in side.indices {
      let word = side[index]
      guard word.starts(with: rest) || rest.starts(with: word) else { continue }
      var left = side
      left.remove(at: index)
      let isLonger = word.count >= rest.count
      let out =
        isLonger
        ? Text(rebasing: word.dropFirst(rest.count)) : Text(rebasing: rest.dropFirst(word.count))
      let outOfFirst = isLonger ? takesFirst : !takesFirst
      if fit(
        takesFirst ? left : one, takesFirst ? two : left, rest: out, ofFirst: outOfFirst, &budget)
      {
        return true
      }
    }
    return false
  }

  /// Walks both keys, whose words are sorted, and notes the words that the other does not have.
  private static func setAside(_ first: inout Leftover, _ second: inout Leftover) {
    var (one, two) = (first.next(), second.next())
    while let left = one, let right = two {
      let order = left.compare(right)
      if order < 0 {
        first.keep(left)
        one = first.next()
      } else if order > 0 {
        second.keep(right)
        two = second.next()
      } else {
        (one, two) = (first.next(), second.next())
      }
    }
    while let left = one {
      first.keep(left)
      one = first.next()
    }
    while let right = two {
      second.keep(right)
      two = second.next()
    }
  }
}

/// The words of a key that the other key does not have. The first is kept apart, so that the usual case costs no array.
private struct Leftover {
  typealias Text = NameMatch.Text

  private let text: Text
  private var at = 0
  private(set) var word = Text(start: nil, count: 0)
  private var others: [Text] = []
  private(set) var count = 0
  private(set) var letters = 0

  init(_ text: Text) { self.text = text }

  var words: [Text] { [word] + others }

  mutating func next() -> Text? {
    guard at < text.count else { return nil }
    let start = at
    while at < text.count, text[at] != 32 { at += 1 }
    defer { at += 1 }
    return Text(rebasing: text[start..<at])
  }

  mutating func keep(_ next: Text) {
    if count == 0 { word = next } else if count <= NameMatch.respacedWords { others.append(next) }
    count += 1
    letters += next.count
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Below zero, zero or above: in the order in which a key's words are sorted.
  fileprivate func compare(_ other: Self) -> Int {
    var at = 0
    while at < count, at < other.count {
      if self[at] != other[at] { return Int(self[at]) - Int(other[at]) }
      at += 1
    }
    return count - other.count
  }
}

/// The Damerau-Levenshtein distance: letters added, left out, put for another, or two neighbours swapped (F. Damerau,
/// 1964; the unrestricted form of Lowrance and Wagner, 1975).
package enum EditDistance {
  /// One edit; two where both parts have 8 letters or more.
  static func isWithinLimit(
    _ one: UnsafeBufferPointer<UInt8>, _ two: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let limit = min(one.count, two.count) >= 8 ? 2 : 1
    guard abs(one.count - two.count) <= limit else { return false }
    var start = 0
    var (end, otherEnd) = (one.count, two.count)
    while start < end, start < otherEnd, one[start] == two[start] { start += 1 }
    while end > start, otherEnd > start, one[end - 1] == two[otherEnd - 1] {
      end -= 1
      otherEnd -= 1
    }
    if max(end, otherEnd) - start <= 1 { return true }
    if limit == 1 {
      return end - start == 2 && otherEnd - start == 2 && one[start] == two[start + 1]
        && one[start + 1] == two[start]
    }
    return between(Array(one[start..<end]), Array(two[start..<otherEnd])) <= limit
  }

  static func between(_ one: [UInt8], _ two: [UInt8]) -> Int {
    let width = two.count + 2
    let far = one.count + two.count
    var table = [Int](repeating: far, count: (one.count + 2) * width)
    for row in 0...one.count { table[(row + 1) * width + 1] = row }
    for column in 0...two.count { table[width + column + 1] = column }
    guard !one.isEmpty, !two.isEmpty else { return far }
    var lastRow = [Int](repeating: 0, count: 256)
    for row in 1...one.count {
      var lastColumn = 0
      for column in 1...two.count {
        let (matchRow, matchColumn) = (lastRow[Int(two[column - 1])], lastColumn)
        let isSame = one[row - 1] == two[column - 1]
        if isSame { lastColumn = column }
        let swapped =
          table[matchRow * width + matchColumn] + (row - matchRow - 1) + 1
          + (column - matchColumn - 1)
        table[(row + 1) * width + column + 1] = min(
          table[row * width + column] + (isSame ? 0 : 1),
          table[(row + 1) * width + column] + 1,
          table[row * width + column + 1] + 1, swapped)
      }
      lastRow[Int(one[row - 1])] = row
    }
    return table[(one.count + 1) * width + two.count + 1]
  }
}
