import CSVFile

/// What must hold of a line by itself and beside the lines before it. Pure: the lists come in.
struct LineCheck: Sendable {
  private let lists: ProgrammeFileLists
  private var projects: [String: KnownProject] = [:]
  private var counts: [FrameLine.Kind: Int] = [:]
  private var gates: [String: Int] = [:]
  private var frames: [String: (line: Int, frame: FrameLine)] = [:]

  init(_ lists: ProgrammeFileLists) { self.lists = lists }

  mutating func take(_ record: CSVRecord, under header: ProgrammeHeader) -> CheckedLine {
    var reading = LineReading(record, under: header, lists)
    let content: CheckedLine.Content? =
      switch header.kind {
      case .projects: project(&reading).map { .project($0) }
      case .frame: frame(&reading).map { .frame($0) }
      }
    let subject = reading.sent(header.kind == .projects ? .project : .kind)
    return CheckedLine(
      line: record.line, kind: header.kind, subject: String(subject.prefix(200)), content: content,
      problems: reading.problems.sorted { LineProblem.standsBefore($0, $1) })
  }

  private mutating func project(_ reading: inout LineReading) -> ProjectLine? {
    guard let sent = reading.project() else { return nil }
    return projects[sent.fileKey, default: KnownProject()].settled(sent, &reading)
  }

  /// A place is counted for each line whose kind can be read, so that a line sent again in order has the same one.
  private mutating func frame(_ reading: inout LineReading) -> FrameLine? {
    guard let kind = reading.frameKind() else { return nil }
    let place = counts[kind, default: 0] + 1
    counts[kind] = place
    if place > FrameLine.most { reading.problems.append(.tooMany) }
    guard let sent = reading.frame(kind, place: place) else { return nil }
    guard kind != .gate else {
      let count = gates[sent.fileKey, default: 0] + 1
      gates[sent.fileKey] = count
      return sent.named(count)
    }
    guard let earlier = frames[sent.fileKey] else {
      frames[sent.fileKey] = (reading.line, sent)
      return sent
    }
    let isSame = FileKey.folded(earlier.frame.words) == FileKey.folded(sent.words)
    reading.problems.append(
      isSame ? .duplicate(kind, line: earlier.line) : .contradicts(.text, line: earlier.line))
    return nil
  }
}

/// What the lines so far have said of one project, and on which line.
private struct KnownProject: Sendable {
  private var workstream: (line: Int, key: String)?
  private var ratings: [String: (line: Int, key: String)] = [:]
  private var position: (line: Int, words: String)?
  private var milestones: [String: (line: Int, milestone: ProjectLine.Milestone)] = [:]
  private var sources: [String: (line: Int, source: ProjectLine.Source)] = [:]
  private var risks: Set<String> = []

  /// The line as far as no earlier one has said it. What says it otherwise is a problem; what came first stands.
  mutating func settled(_ sent: ProjectLine, _ reading: inout LineReading) -> ProjectLine {
    if let workstream, workstream.key != sent.workstream {
      reading.contradicts(.workstream, workstream.line)
    }
    let first = workstream ?? (reading.line, sent.workstream)
    workstream = first
    var line = ProjectLine(project: sent.project, workstream: first.key)
    for column in ProgrammeColumn.respects {
      guard let rating = sent.ratings[column.name] else { continue }
      guard let earlier = ratings[column.name] else {
        ratings[column.name] = (reading.line, rating)
        line.ratings[column.name] = rating
        continue
      }
      if earlier.key != rating { reading.contradicts(column, earlier.line) }
    }
    if let words = sent.position {
      if let position {
        if position.words != FileKey.folded(words) { reading.contradicts(.position, position.line) }
      } else {
        position = (reading.line, FileKey.folded(words))
        line.position = words
      }
    }
    line.milestone = milestone(sent, &reading)
    line.source = source(sent, &reading)
    if let key = sent.riskKey, risks.insert(key).inserted { line.risk = sent.risk }
    return line
  }

  private mutating func milestone(
    _ sent: ProjectLine, _ reading: inout LineReading
  ) -> ProjectLine.Milestone? {
    guard let milestone = sent.milestone, let key = sent.milestoneKey else { return nil }
    guard let (line, earlier) = milestones[key] else {
      milestones[key] = (reading.line, milestone)
      return milestone
    }
    if earlier.due != milestone.due { reading.contradicts(.due, line) }
    if !isSame(earlier.body, milestone.body) { reading.contradicts(.body, line) }
    return nil
  }

  private mutating func source(
    _ sent: ProjectLine, _ reading: inout LineReading
  ) -> ProjectLine.Source? {
    guard let source = sent.source, let key = sent.sourceKey else { return nil }
    guard let (line, earlier) = sources[key] else {
      sources[key] = (reading.line, source)
      return source
    }
    if earlier.amount != source.amount { reading.contradicts(.amount, line) }
    if earlier.state != source.state || !isSame(earlier.stateNote, source.stateNote) {
      reading.contradicts(.state, line)
    }
    return nil
  }

  private func isSame(_ one: String?, _ other: String?) -> Bool {
    one.map(FileKey.folded) == other.map(FileKey.folded)
  }
}
