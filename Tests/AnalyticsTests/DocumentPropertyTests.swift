import Analytics
import Coaching
import EventModel
import TestSupport
import Testing

struct DocumentPropertyTests {
  private static let seeds = 1...60 as ClosedRange<UInt64>

  @Test(arguments: seeds)
  func `the order of the rows changes nothing, to the last digit`(seed: UInt64) {
    let world = RandomWorld(seed: seed)
    var generator = TestGenerator(seed: seed)
    var shuffled = world.input
    shuffled.outcomes.shuffle(using: &generator)
    shuffled.actions.shuffle(using: &generator)
    shuffled.impacts.shuffle(using: &generator)
    shuffled.labels.shuffle(using: &generator)
    #expect(world.documents(shuffled) == world.documents(world.input), "seed \(seed)")
    let texts = [world.input, shuffled].map { input in world.documents(input).map { JSONWriter.compact($0.json) } }
    #expect(texts[0] == texts[1], "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `a row in two parts is the row`(seed: UInt64) {
    let world = RandomWorld(seed: seed)
    var generator = TestGenerator(seed: seed)
    var split = world.input
    split.outcomes = world.input.outcomes.flatMap { $0.split(using: &generator) }
    split.actions = world.input.actions.flatMap { $0.split(using: &generator) }
    split.impacts = world.input.impacts.flatMap { $0.split(using: &generator) }
    #expect(world.documents(split) == world.documents(world.input), "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `every interval holds its value, and every value lies in its bounds`(seed: UInt64) {
    let world = RandomWorld(seed: seed)
    for document in world.documents(world.input) {
      for metric in document.metrics {
        let figures = [metric.figure] + (metric.previous.map { [$0] } ?? [])
        for figure in figures { check(figure, of: metric, bounds: metric.bounds, seed: seed) }
        for breakdown in metric.breakdowns {
          let isBounded = breakdown.rows.count <= Breakdown.rowCountMax + 1
          #expect(isBounded || metric.name == .escalationHistory, "seed \(seed)")
          for row in breakdown.rows {
            check(row.figure, of: metric, bounds: metric.name == .agentAgainstHuman ? -1...1 : nil, seed: seed)
          }
        }
      }
    }
  }

  private func check(_ figure: Figure, of metric: Metric, bounds: ClosedRange<Double>?, seed: UInt64) {
    #expect((figure.value == nil) == (figure.missing != nil), "seed \(seed), \(metric.name)")
    #expect(figure.value != nil || figure.interval == nil, "seed \(seed), \(metric.name)")
    guard let value = figure.value else { return }
    if let bounds { #expect(bounds.contains(value), "seed \(seed), \(metric.name): \(value)") }
    guard let interval = figure.interval else { return }
    // A bound is the value itself at 0 and 1, but for rounding.
    #expect(interval.low <= value + 1e-12 && value <= interval.high + 1e-12, "seed \(seed), \(metric.name): \(figure)")
    if let bounds, metric.name != .costPerSuccess {
      #expect(bounds.lowerBound <= interval.low && interval.high <= bounds.upperBound, "seed \(seed), \(metric.name)")
    }
  }

  @Test(arguments: seeds)
  func `the parts of a breakdown are the whole`(seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    for document in world.documents(world.input) {
      for metric in document.metrics {
        for breakdown in metric.breakdowns where Self.partitions(metric.name, breakdown.name) {
          let rows = breakdown.rows
          let cases = rows.reduce(0) { $0 + $1.figure.sampleSize }
          #expect(cases == metric.figure.sampleSize, "seed \(seed), \(metric.name) \(breakdown.name)")
          let waiting = rows.compactMap { $0.number("not_matured_count") }.reduce(0, +)
          if case .number(let all)? = metric.details.first(where: { $0.name == "not_matured_count" })?.value {
            #expect(waiting == all.double, "seed \(seed), \(metric.name) \(breakdown.name)")
          }
          guard let value = metric.figure.value else { continue }
          let isSum = metric.unit == "hours" || metric.unit == "conversions" || metric.unit == "escalations"
          let sum = rows.reduce(0.0) { sum, row in
            guard let value = row.figure.value else { return sum }
            return sum + (isSum ? value : value * Double(row.figure.sampleSize))
          }
          let whole = isSum ? value : value * Double(cases)
          #expect(abs(sum - whole) <= 1e-9 * max(1, abs(whole)), "seed \(seed), \(metric.name) \(breakdown.name)")
        }
      }
    }
  }

  /// Breakdowns whose rows share out the metric's cases, with a value that is a sum or a mean over them.
  private static func partitions(_ name: MetricName, _ breakdown: String) -> Bool {
    switch name {
    case .successRate, .responseRate, .meetingRate, .dealProgressionRate, .escalationRate, .escalationResolutionRate,
      .confidenceGap, .escalationHistory, .costPerInteraction, .timeSaved, .labelAgreement:
      true
    case .creditedConversions: breakdown != "by_result"
    case .feedbackScore: breakdown == "by_source"
    case .creditedAmount, .feedbackRate, .feedbackFatigue, .feedbackConcordance, .coachingOpportunities,
      .costPerSuccess, .timeSavedValue, .returnOnInvestment, .agentAgainstHuman, .strategicInsights:
      false
    }
  }

  @Test(arguments: seeds)
  func `what others do doesn't change a rep's document, nor what happens in other periods`(seed: UInt64) {
    let world = RandomWorld(seed: seed, reps: [RepID("ann")])
    var more = world.input
    let others = RandomWorld(seed: seed + 1000, reps: [RepID("bob"), RepID("dan"), nil]).input
    more.outcomes += others.outcomes
    more.actions += others.actions
    more.impacts += others.impacts
    more.labels += others.labels
    let before = world.request.period.previous.from - 1
    let after = world.request.period.to + 1
    for row in world.input.outcomes { more.outcomes += [row.moved(to: before), row.moved(to: after)] }
    let rep = { (input: AnalyticsInput) in AnalyticsDocument.rep(RepID("ann"), world.request, from: input) }
    #expect(rep(more) == rep(world.input), "seed \(seed)")
    #expect(rep(AnalyticsInput(outcomes: others.outcomes))[.responseRate]?.figure.value == nil, "seed \(seed)")
  }
}

extension Metric {
  /// Where the value lies, whatever happened; `nil` where it has no bounds.
  fileprivate var bounds: ClosedRange<Double>? {
    switch name.unit {
    case .proportion, .probability: 0...1
    case .proportionDifference, .rating: -1...1
    case .conversions, .escalations, .hours, .count: 0...Double.greatestFiniteMagnitude
    case .ratio, .currency: nil
    }
  }
}
