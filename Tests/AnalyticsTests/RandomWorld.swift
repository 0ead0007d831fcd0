import Analytics
import Coaching
import EventModel
import Feedback
import Resolution
import TestSupport

/// A tenant's random roll-ups over the period, the one before, and days outside of both.
struct RandomWorld {
  let seed: UInt64
  private(set) var input = AnalyticsInput()
  let request: AnalyticsRequest
  private var generator: TestGenerator

  static let reps: [RepID?] = [RepID("ann"), RepID("bob"), RepID("cyd"), nil]
  private static let types = ["send_email", "schedule_meeting", "escalate", "call"].map { ActionType($0) }
  private static let channels: [ChannelName?] = [ChannelName("email"), ChannelName("chat"), nil]

  init(seed: UInt64, reps: [RepID?] = RandomWorld.reps, rowCount: Int = 120) {
    self.seed = seed
    generator = TestGenerator(seed: seed)
    let days = generator.pick([1, 7, 14, 15, 30, 90])
    let period = AnalyticsPeriod(lastDays: days, now: Known.now)
    guard let period else { preconditionFailure("a number of days in bounds") }
    let policy = AnalyticsPolicy(
      minutesSaved: generator.pick([
        MinutesSaved(), MinutesSaved(other: 3), MinutesSaved(byActionType: [Self.types[0]: 4.5, Self.types[3]: 0]),
      ]),
      hourlyCost: generator.pick([nil, HourlyCost(amount: 50, currency: "USD")]),
      humanBaselines: generator.chance(50)
        ? [:] : [OutcomeType.emailEngagement: HumanBaseline(rate: 0.3, sampleCount: 200)].compactMapValues { $0 }
    )
    request = AnalyticsRequest(period: period, now: Known.now, policy: policy)
    for _ in 0..<rowCount {
      addOutcome(reps: reps)
      if generator.chance(60) { input.actions.append(action(reps: reps)) }
      if generator.chance(40) { input.impacts.append(impact(reps: reps)) }
      if generator.chance(20) { input.labels.append(label(reps: reps)) }
    }
    input.feedback = feedback()
  }

  private mutating func day() -> UTCDay {
    Known.today - Int.random(in: 0...(request.period.dayCount * 5 / 2), using: &generator)
  }

  private mutating func count(_ largest: Int64 = 40) -> Int64 { Int64.random(in: 0...largest, using: &generator) }

  /// Outcomes of one kind. Each action has a primary one, so that others bring theirs along.
  private mutating func addOutcome(reps: [RepID?]) {
    let row = outcome(reps: reps)
    input.outcomes.append(row)
    guard !row.isPrimary else { return }
    input.outcomes.append(
      OutcomeRollup(
        day: row.day,
        repID: row.repID,
        actionType: row.actionType,
        channel: row.channel,
        outcomeType: row.outcomeType == .dealProgression ? .emailEngagement : .dealProgression,
        isPrimary: true,
        statuses: StatusCounts(expired: row.statuses.total)
      )
    )
  }

  private mutating func outcome(reps: [RepID?]) -> OutcomeRollup {
    let (positive, negative, expired) = (count(), count(), count())
    let samples = positive + negative + expired
    return OutcomeRollup(
      day: day(),
      repID: generator.pick(reps),
      actionType: generator.pick(Self.types),
      channel: generator.pick(Self.channels),
      outcomeType: generator.pick(OutcomeType.allCases),
      isPrimary: generator.chance(75),
      statuses: StatusCounts(
        pending: count(10),
        positive: positive,
        negative: negative,
        ambiguous: count(5),
        expired: expired,
        labelled: count(3)
      ),
      samples: SampleSums(
        count: samples,
        weightMicros: samples * 1_000_000,
        confidenceMicros: samples * Int64.random(in: 50_000...950_000, using: &generator),
        outcomeMicros: positive * 1_000_000
      )
    )
  }

  private mutating func action(reps: [RepID?]) -> ActionRollup {
    let costs = count()
    return ActionRollup(
      day: day(),
      repID: generator.pick(reps),
      actionType: generator.pick(Self.types),
      channel: generator.pick(Self.channels),
      actionCount: costs + count(),
      costCount: costs,
      costMicros: costs * Int64.random(in: 0...2_000_000, using: &generator)
    )
  }

  private mutating func impact(reps: [RepID?]) -> ImpactRollup {
    let touches = 1 + count(5)
    let hasAmount = generator.chance(70)
    return ImpactRollup(
      day: day(),
      repID: generator.pick(reps),
      actionType: generator.pick(Self.types),
      channel: generator.pick(Self.channels),
      currency: hasAmount ? generator.pick(["EUR", "USD", nil]) : nil,
      result: generator.pick([.won, .won, .lost, nil]),
      touchCount: touches,
      creditMicros: Int64.random(in: 1...1_000_000, using: &generator) * touches,
      amountMicros: hasAmount ? Int128(Int64.random(in: 1...1_000_000_000_000, using: &generator)) : 0
    )
  }

  private mutating func label(reps: [RepID?]) -> LabelRollup {
    LabelRollup(
      day: day(),
      repID: generator.pick(reps),
      outcomeType: generator.pick(OutcomeType.allCases),
      positiveCount: count(),
      negativeCount: count(),
      agreeingCount: count(8),
      differingCount: count(4)
    )
  }

  private mutating func feedback() -> FeedbackFigures {
    var figures = FeedbackFigures()
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      let source = generator.pick(FeedbackSource.allCases)
      guard let rating = FeedbackRating(generator.pick(Array(source.ratings)), source: source) else { continue }
      let didSucceed = generator.pick([true, false, nil])
      if generator.chance(50) {
        figures.current.addTarget(ratings: [rating], didSucceed: didSucceed)
        figures.current.addAskedAction(isAnswered: generator.chance(60))
      } else {
        figures.previous.addTarget(ratings: [rating], didSucceed: didSucceed)
      }
    }
    return figures
  }

  /// The documents of every role; the manager's of a team and of all.
  func documents(_ input: AnalyticsInput) -> [AnalyticsDocument] {
    let team = AnalyticsScope.team(TeamID("north"), [RepID("ann"), RepID("bob")])
    return [
      .rep(RepID("ann"), request, from: input), .manager(team, request, from: input),
      .manager(.tenant, request, from: input), .executive(request, from: input),
    ]
  }
}
