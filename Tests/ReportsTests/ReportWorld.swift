import Analytics
import Attribution
import Calibration
import Coaching
import EventModel
import Feedback
import Foundation
import Reports
import Resolution
import TestSupport

/// A tenant by chance, as a report sees it, with names that somebody made up to do harm.
struct ReportWorld {
  static let tenant = TenantID(UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
  /// 2026-03-31T05:00:00Z.
  static let dueAt = Timestamp(microseconds: 1_774_933_200_000_000)

  static let hostileNames = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "\"\u{301} onload=\"alert(1)", "'\u{301}><b>",
    "a & b &amp; c", "{{title}} {{{style}}}", "]]><!--", "line\u{1}\u{7}feed", "right\u{202E}left", "ünïcödé 日本",
    "</title></svg></style>", "\u{FFFE}", String(repeating: "long ", count: 30),
  ]

  let seed: UInt64
  let order: ReportOrder
  private(set) var input: ReportInput
  private var generator: TestGenerator

  init(seed: UInt64, _ kind: ReportKind, rowCount: Int = 300, hasTeam: Bool = false) {
    self.seed = seed
    generator = TestGenerator(seed: seed)
    let team = hasTeam ? TeamID(Self.hostileNames[Int(seed % UInt64(Self.hostileNames.count))]) : nil
    order = ReportOrder(kind, of: Self.tenant, team: team, dueAt: Self.dueAt, clock: .utc)
    let reps = Set(Self.hostileNames.map { RepID($0) })
    input = ReportInput(scope: team.map { .team($0, reps) } ?? .tenant)
    guard rowCount > 0 else { return }
    for _ in 0..<rowCount { addRow() }
    input.calibration = Self.hostileNames.prefix(4).map { evidence($0) }
    input.policy = AnalyticsPolicy(
      minutesSaved: MinutesSaved(other: 4),
      hourlyCost: HourlyCost(amount: 60, currency: "EUR")
    )
    var alerts: [OpenAlert] = []
    for name in Self.hostileNames {
      alerts.append(OpenAlert(severity: "critical", title: name, since: order.dueAt - .hours(5)))
    }
    input.standing = StandingEvidence(
      waiting: Self.hostileNames.map { name in
        StandingEvidence.Waiting(
          id: OutcomeID(UUID()),
          actionType: ActionType(name),
          outcomeType: .emailEngagement,
          repID: name,
          actedAt: order.dueAt - .days(2)
        )
      },
      alerts: alerts
    )
    input.coaching = CoachingEvidence(report: CoachingReport(CoachingTally()), dayCount: 56, leftOutCount: 12)
  }

  func report(revision: Int64 = 1) -> Report {
    Report(order, from: input, generatedAt: order.dueAt + .seconds(20), revision: revision)
  }

  /// The same world, with another number in it.
  func changed(_ change: (inout ReportInput) -> Void) -> ReportWorld {
    var world = self
    change(&world.input)
    return world
  }

  private mutating func name() -> String { generator.pick(Self.hostileNames) }
  private mutating func count(_ most: Int64) -> Int64 { Int64.random(in: 0...most, using: &generator) }

  private mutating func addRow() {
    let day = order.period.to - Int.random(in: 0..<(order.lookBack.dayCount * 2), using: &generator)
    let (rep, type) = (generator.chance(80) ? RepID(name()) : nil, ActionType(name()))
    let statuses = StatusCounts(
      pending: count(3),
      positive: count(20),
      negative: count(10),
      ambiguous: count(2),
      expired: count(10)
    )
    input.analytics.outcomes.append(
      OutcomeRollup(
        day: day,
        repID: rep,
        actionType: type,
        channel: ChannelName(name()),
        outcomeType: generator.pick(OutcomeType.allCases),
        isPrimary: generator.chance(80),
        statuses: statuses,
        samples: SampleSums(
          count: statuses.total,
          weightMicros: statuses.total * 1_000_000,
          confidenceMicros: statuses.total * 700_000,
          outcomeMicros: statuses.positive * 1_000_000
        )
      )
    )
    let costs = count(20)
    input.analytics.actions.append(
      ActionRollup(
        day: day,
        repID: rep,
        actionType: type,
        channel: nil,
        actionCount: costs + count(10),
        costCount: costs,
        costMicros: costs * 30_000
      )
    )
    input.analytics.impacts.append(
      ImpactRollup(
        day: day,
        repID: rep,
        actionType: type,
        channel: nil,
        currency: generator.pick(["EUR", "EUR", "USD", nil]),
        result: generator.pick([.won, .lost, nil]),
        touchCount: 1 + count(4),
        creditMicros: 1_000_000,
        amountMicros: Int128(count(5_000_000_000))
      )
    )
  }

  private mutating func evidence(_ name: String) -> CalibrationEvidence {
    var metrics = CalibrationMetrics()
    for _ in 0..<Int(count(400)) {
      let confidence = Double.random(in: 0...1, using: &generator)
      let isTrue = Double.random(in: 0..<1, using: &generator) < confidence * 0.6
      metrics.add(CalibrationSample(confidence: confidence, outcome: isTrue, weight: 1))
    }
    return CalibrationEvidence(
      actionType: ActionType(name),
      summary: metrics.summary,
      logLoss: metrics.logLoss,
      unmaturedCount: count(30)
    )
  }
}
