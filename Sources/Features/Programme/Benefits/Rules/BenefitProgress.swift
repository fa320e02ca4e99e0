import Core

/// How far a benefit has come by its latest reading.
enum BenefitProgress: Hashable {
  /// Nothing was measured yet.
  case notMeasured
  /// There is no baseline or no target to hold it against.
  case noMeasure
  /// What was aimed at is there.
  case reached
  /// Part of the way from the baseline to the target, in whole percent, below 100. 0 is as at the start; less than 0 is further
  /// away than at the start.
  case underway(percent: Int)
  /// Of a dis-benefit: it is no worse than is accepted, or it is.
  case accepted, notAccepted

  init(_ benefit: Benefit, latest: Int?) {
    guard let latest else {
      self = .notMeasured
      return
    }
    guard let target = benefit.target?.value else {
      self = .noMeasure
      return
    }
    let isThere = benefit.direction == .more ? latest >= target : latest <= target
    if benefit.sort == .disbenefit {
      self = isThere ? .accepted : .notAccepted
      return
    }
    if isThere {
      self = .reached
      return
    }
    guard let baseline = benefit.baseline?.value else {
      self = .noMeasure
      return
    }
    // Both can be below nothing; the target is never the baseline. Rounded down, so that nothing looks further than it is.
    let way = target - baseline
    let (part, whole) = way > 0 ? (latest - baseline, way) : (baseline - latest, -way)
    let (quotient, rest) = (part * 100).quotientAndRemainder(dividingBy: whole)
    self = .underway(percent: rest < 0 ? quotient - 1 : quotient)
  }

  var words: String {
    switch self {
    case .notMeasured: "No reading yet"
    case .noMeasure: "Nothing to hold it against"
    case .reached: "Reached"
    case .underway(let percent) where percent < 0: "Further away than at the start"
    case .underway(0): "As at the start"
    case .underway(let percent): "\(percent) % of the way"
    case .accepted: "No worse than is accepted"
    case .notAccepted: "Worse than is accepted"
    }
  }
}

extension Benefit {
  /// From what to what, and which way is better, in a sentence.
  var aim: String {
    let better = direction == .more ? "More is better." : "Less is better."
    let from = baseline.map { "From \(Thousandths.spoken($0.value, unit)) on \($0.on.spoken)" }
    let to = target.map { target in
      let figure = Thousandths.spoken(target.value, unit)
      return sort == .benefit
        ? "to \(figure) by \(target.on.spoken)"
        : "\(direction == .more ? "no less" : "no more") than \(figure) by \(target.on.spoken)"
    }
    switch (from, to) {
    case (let from?, let to?): return "\(from) \(to). \(better)"
    case (let from?, nil): return "\(from). No target is set. \(better)"
    case (nil, let to?): return "\(to.capitalizedFirst). No baseline is set. \(better)"
    case (nil, nil): return "Neither a baseline nor a target is set. \(better)"
    }
  }
}
