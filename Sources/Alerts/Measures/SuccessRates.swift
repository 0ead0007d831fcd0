public import Analytics
import Coaching
public import EventModel
public import Resolution

/// The success rate of each action type: the primary outcomes of the last matured days against the days before.
///
/// Outcome types have windows of their own, so that their matured days end at different times: each has its own periods,
/// and they are compared type by type, then taken together.
public struct SuccessRates: Sendable {
  private let outcomes: [OutcomeRollup]
  private let windows: PerOutcomeType<TimeInterval>
  private let now: Timestamp

  public init(_ outcomes: [OutcomeRollup], windows: PerOutcomeType<TimeInterval>, at now: Timestamp) {
    self.outcomes = outcomes.filter(\.isPrimary)
    self.windows = windows
    self.now = now
  }

  /// The first day that a rule needs, whatever the windows.
  public static func firstDay(
    _ rule: AlertRule,
    windows: PerOutcomeType<TimeInterval>,
    at now: Timestamp
  ) -> UTCDay {
    OutcomeType.allCases.map { RatePeriods(matured: $0, windows: windows, rule: rule, at: now).baseline.lowerBound }
      .min() ?? UTCDay(now)
  }

  /// - Parameter open: the evidence of the alerts that are open, to tell where their figures were corrected.
  func observations(_ rule: AlertRule, open: [AlertSubject: JSONValue] = [:]) -> [AlertObservation] {
    let tallies = Dictionary(grouping: outcomes, by: \.actionType).map { (type: $0.key, rows: $0.value) }
      .sorted { $0.type < $1.type }
    let judged = tallies.map { (type: $0.type, strata: strata($0.rows, rule)) }.map { type, strata in
      (type, strata, RateFigures(strata.map { ($0.recent, $0.baseline) }, sampleCountMin: rule.sampleCountMin ?? 1))
    }
    // All subjects together may accuse as many unchanged tenants as one alone.
    let subjectCount = max(judged.count { $0.2.comparison != nil }, 1)
    return judged.map { type, strata, figures in
      observation(type, strata, figures, rule, subjectCount: subjectCount, open[AlertSubject(type.text)])
    }
  }

  private struct Stratum {
    let outcomeType: OutcomeType
    let periods: RatePeriods
    var recent = RateCount()
    var baseline = RateCount()
  }

  private func strata(_ rows: [OutcomeRollup], _ rule: AlertRule) -> [Stratum] {
    OutcomeType.allCases.compactMap { type in
      var stratum = Stratum(
        outcomeType: type,
        periods: RatePeriods(matured: type, windows: windows, rule: rule, at: now)
      )
      for row in rows where row.outcomeType == type {
        let (successes, trials) = (row.statuses.positive, row.statuses.decidedCount)
        if stratum.periods.recent.contains(row.day) { stratum.recent.add(successes: successes, trials: trials) }
        if stratum.periods.baseline.contains(row.day) { stratum.baseline.add(successes: successes, trials: trials) }
      }
      return stratum.recent.trials == 0 && stratum.baseline.trials == 0 ? nil : stratum
    }
  }

  private func observation(
    _ type: ActionType,
    _ strata: [Stratum],
    _ figures: RateFigures,
    _ rule: AlertRule,
    subjectCount: Int,
    _ opening: JSONValue?
  ) -> AlertObservation {
    let subject = AlertSubject(type.text)
    guard let comparison = figures.comparison, let thresholds = rule.thresholds else {
      return .missing(
        subject,
        "\(type.text) has \(FigureText.count(figures.recent.trials)) matured outcomes in the last period and "
          + "\(FigureText.count(figures.baseline.trials)) in the one before; a statement needs "
          + "\(FigureText.count(rule.sampleCountMin ?? 1)) of each."
      )
    }
    let fall = -comparison.difference
    let level = (rule.significance ?? 1) / Double(subjectCount)
    let text = RateText(figures, comparison, level: level)
    let days = strata.map(\.periods.recent)
    return AlertObservation(
      subject: subject,
      standing: thresholds.standing(fall, isSure: comparison.probability <= level),
      figures: .init(
        observed: figures.rate,
        threshold: text.baselineRate - thresholds.enter,
        baseline: text.baselineRate,
        sampleCount: figures.recent.trials
      ),
      title: "The success rate of \(type.text) fell from \(text.baseline) to \(text.recent)",
      lines: [
        "Of \(FigureText.count(figures.recent.trials)) matured outcomes of \(type.text) of \(PeriodText.days(days)), "
          + "\(text.recent) succeeded; of \(FigureText.count(figures.baseline.trials)) in the "
          + "\(rule.baselineDays ?? 0) days before, \(text.baseline).",
        text.chance,
      ] + (opening.flatMap { corrections(of: type, since: $0) }.map { [$0] } ?? []),
      advice:
        "What to do: read `reckoner coaching patterns` for what goes along with failure, and look at what changed in "
        + "the agent, its lists and its channels in these days.",
      facts: text.facts(PeriodText.days(days)),
      evidence: .object([
        JSONMember("probability", .real(comparison.probability)), JSONMember("level", .real(level)),
        JSONMember("strata", .array(strata.map(Self.evidence))),
      ])
    )
  }

  private static func evidence(_ stratum: Stratum) -> JSONValue {
    .object([
      "outcome_type": .string(stratum.outcomeType.rawValue),
      "from": .string(stratum.periods.recent.lowerBound.description),
      "to": .string(stratum.periods.recent.upperBound.description),
      "successes": .count(stratum.recent.successes),
      "trials": .count(stratum.recent.trials),
      "baseline_from": .string(stratum.periods.baseline.lowerBound.description),
      "baseline_to": .string(stratum.periods.baseline.upperBound.description),
      "baseline_successes": .count(stratum.baseline.successes),
      "baseline_trials": .count(stratum.baseline.trials),
    ])
  }

  /// What replies that came late, and labels, made of the days that opened an alert; `nil` where they are as they were.
  private func corrections(of type: ActionType, since opening: JSONValue) -> String? {
    guard case .array(let strata)? = opening["strata"] else { return nil }
    var (then, now) = (RateCount(), RateCount())
    for stratum in strata {
      guard case .string(let name)? = stratum["outcome_type"], let outcomeType = OutcomeType(rawValue: name),
        case .string(let from)? = stratum["from"], let first = UTCDay(text: from),
        case .string(let to)? = stratum["to"], let last = UTCDay(text: to), first <= last,
        case .number(let successes)? = stratum["successes"], case .number(let trials)? = stratum["trials"]
      else { return nil }
      then.add(successes: successes.int64 ?? 0, trials: trials.int64 ?? 0)
      for row in outcomes
      where row.actionType == type && row.outcomeType == outcomeType && (first...last).contains(row.day) {
        now.add(successes: row.statuses.positive, trials: row.statuses.decidedCount)
      }
    }
    if then == now { return nil }
    return "The days that opened the alert were corrected since, by late replies or labels: of them "
      + "\(FigureText.count(max(then.successes, 0))) of \(FigureText.count(max(then.trials, 0))) had succeeded then, and "
      + "\(FigureText.count(max(now.successes, 0))) of \(FigureText.count(max(now.trials, 0))) have now."
  }
}

extension StatusCounts {
  /// Of matured days. What is still pending there has seen its window end without a decisive signal: it is expired, whether
  /// or not somebody has written that down yet.
  fileprivate var decidedCount: Int64 { positive + negative + expired + pending }
}
