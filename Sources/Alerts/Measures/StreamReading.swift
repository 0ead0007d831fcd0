import Coaching
public import EventModel

/// What waits in one of a tenant's streams.
public struct StreamReading: Hashable, Sendable {
  /// The key of the stream.
  public let name: String
  /// What of it waits to be read or acknowledged.
  public let waiting: Waiting
  /// Entries that were given up.
  public let deadLetterCount: Int64

  public enum Waiting: Hashable, Sendable {
    /// For certain.
    case nothing
    /// - Parameters:
    ///   - entry: the id of the oldest entry that waits.
    ///   - age: for how long, by the clock of the store.
    ///   - count: of all that waits; `nil` where it isn't known.
    case entries(oldest: String, age: TimeInterval, count: Int64?)
    /// Nobody can tell, which is never the same as nothing.
    case unknown
  }

  public init(name: String, waiting: Waiting, deadLetterCount: Int64) {
    self.name = name
    self.waiting = waiting
    self.deadLetterCount = deadLetterCount
  }

  /// - Parameter mark: the oldest entry at the last look; `nil` where nobody has looked.
  func stall(_ rule: AlertRule, mark: String?) -> AlertObservation {
    let subject = AlertSubject(name)
    switch waiting {
    case .unknown: return .missing(subject, "It isn't known what waits in \(name).")
    case .nothing:
      return AlertObservation(
        subject: subject,
        standing: .well,
        figures: .init(observed: 0, threshold: rule.thresholds?.enter),
        title: "Nothing waits in \(name)",
        lines: ["Nothing waits in \(name)."]
      )
    case .entries(let oldest, let age, let count):
      let minutes = age.minutes
      // What takes long and moves is no stall.
      let standing = mark == oldest ? rule.thresholds?.standing(minutes) ?? .between : mark == nil ? .between : .well
      let amount = count.map { "\(FigureText.count($0)) entries" } ?? "An unknown number of entries"
      return AlertObservation(
        subject: subject,
        standing: standing,
        figures: .init(observed: minutes, threshold: rule.thresholds?.enter, sampleCount: count),
        title: "The stream \(name) stands still",
        lines: [
          "\(amount) wait in \(name), the oldest one for \(PeriodText.duration(age))"
            + (mark.map { $0 == oldest ? ", and it was the oldest at the last look too." : ", and they move." } ?? ".")
        ],
        advice:
          "What to do: see with `reckoner status` whether workers run and their stores answer; /readyz of a worker "
          + "says what it waits for.",
        facts: [
          .init("Stream", name), .init("Oldest waits", PeriodText.duration(age)),
          .init("Waiting", count.map(FigureText.count) ?? "unknown"),
        ],
        evidence: .object([
          "stream": .string(name), "oldest_entry": .string(oldest), "age_seconds": .seconds(age),
          "waiting_count": .count(count),
        ]),
        mark: oldest
      )
    }
  }

  /// Bad is a rise since the last look at which nothing was wrong, and a number that is too high however slowly it came.
  /// - Parameters:
  ///   - reference: the count at that look; `nil` where there were none, or nobody has looked.
  ///   - mark: whether the number was too high at the last look.
  func letters(_ rule: AlertRule, reference: Double?, mark: String?) -> AlertObservation {
    let subject = AlertSubject(name)
    let count = Double(deadLetterCount)
    let calm = reference ?? 0
    let rise = max(count - calm, 0)
    let total = rule.totals?.standing(count) ?? .well
    let isHigh = total == .bad || total == .between && mark == Self.highMark
    let ofRise = rule.thresholds?.standing(rise) ?? .well
    let standing: AlertStanding = total == .bad ? .bad : isHigh && ofRise == .well ? .between : ofRise
    let rose = Int64(rise)
    return AlertObservation(
      subject: subject,
      standing: standing,
      figures: .init(
        observed: count,
        threshold: rule.thresholds.map { min(calm + $0.enter, rule.totals?.enter ?? .infinity) },
        baseline: calm,
        sampleCount: deadLetterCount
      ),
      title: "\(FigureText.count(deadLetterCount)) dead letters in \(name)",
      lines: [
        "\(FigureText.count(deadLetterCount)) entries of \(name) were given up and lie in its dead letters, "
          + "against \(FigureText.count(Int64(calm))) when all was well: \(FigureText.count(rose)) more."
      ],
      advice:
        "What to do: `reckoner dlq groups` tells the causes and what to do about each; replayed or discarded letters "
        + "end the alert.",
      facts: [
        .init("Stream", name), .init("Dead letters", FigureText.count(deadLetterCount)),
        .init("More than before", FigureText.count(rose)),
      ],
      evidence: .object([
        "stream": .string(name), "count": .count(deadLetterCount), "reference": .real(calm),
      ]),
      reference: count > 0 ? count : nil,
      mark: isHigh ? Self.highMark : nil
    )
  }

  private static let highMark = "high"
}
