public import EventModel

/// What to simulate. The same plan and start give the same events, to the last byte.
public struct SimulationPlan: Hashable, Sendable {
  public static let tenantCountMax = 1000
  public static let repCountMax = 1000

  public var seed: UInt64
  /// 1 to ``tenantCountMax``.
  public var tenantCount = 3
  /// Per tenant; 1 to ``repCountMax``.
  public var repCount = 4
  /// At least one, no type twice.
  public var actionTypes = ActionTypeTruth.salesAgent
  /// How many actions are taken; `nil` is without end.
  public var actionCount: Int?
  /// How many events are sent; no action is taken when so many are, answers on their way counted, so that all are
  /// answered and the last one's may exceed it by a few. `nil` is without end.
  public var eventCount: Int?
  /// The mean time between two actions of all tenants together, above 0, where the simulation sets the times.
  public var meanGap = TimeInterval.seconds(30)
  public var answerPace = AnswerPace.natural
  /// The share of failures that nobody reports: the window just closes.
  public var silentShare = 0.3
  /// The share of silent failures that are answered after the window, in vain.
  public var lateShare = 0.1
  /// The share of actions, failed or not, whose answer is unclear: no sample comes of them. Not for deals, which a
  /// reply doesn't decide.
  public var unclearShare = 0.02
  /// The share of answers before which an out-of-office notice comes.
  public var autoReplyShare = 0.05
  /// The share of events that arrive twice.
  public var duplicateShare = 0.0
  /// The longest that an event takes to its stream: by so much an event may arrive before one that is older. Not
  /// negative.
  public var deliveryDelayMax = TimeInterval.seconds(2)

  /// A past to be published at once: natural pace, some failures silent.
  public static func backfill(seed: UInt64) -> Self {
    Self(seed: seed)
  }

  /// A present to look at: answers within seconds, and every failure says so, as nobody wants to wait for a window.
  public static func live(seed: UInt64) -> Self {
    var plan = Self(seed: seed)
    plan.answerPace = .live
    plan.silentShare = 0
    plan.deliveryDelayMax = TimeInterval(microseconds: 200_000)
    return plan
  }

  private init(seed: UInt64) {
    self.seed = seed
  }

  /// Every mistake in the plan, one sentence each; empty when it can be simulated.
  public var mistakes: [String] {
    var mistakes: [String] = []
    if !(1...Self.tenantCountMax).contains(tenantCount) {
      mistakes.append("the number of tenants must lie between 1 and \(Self.tenantCountMax)")
    }
    if !(1...Self.repCountMax).contains(repCount) {
      mistakes.append("the number of reps must lie between 1 and \(Self.repCountMax)")
    }
    if actionTypes.isEmpty { mistakes.append("at least one action type is needed") }
    if Set(actionTypes.map(\.actionType)).count < actionTypes.count {
      mistakes.append("no action type may be given twice")
    }
    if let actionCount, actionCount < 0 { mistakes.append("the number of actions must not be negative") }
    if meanGap.microseconds <= 0 { mistakes.append("the mean gap must be above 0") }
    if deliveryDelayMax.microseconds < 0 { mistakes.append("the delivery delay must not be negative") }
    let shares = [
      ("silent", silentShare), ("late", lateShare), ("unclear", unclearShare), ("auto-reply", autoReplyShare),
      ("duplicate", duplicateShare),
    ]
    for (name, share) in shares where !(share >= 0 && share <= 1) {
      mistakes.append("the \(name) share must lie between 0 and 1")
    }
    return mistakes
  }

  /// The tenants: the same ones for the same seed, whenever it starts.
  public var tenants: [SimulatedTenant] {
    var generator = SeededGenerator(seed: seed)
    return (0..<tenantCount).map { index in
      SimulatedTenant(tenantID: TenantID(generator.uuid()), rateShift: Self.rateShifts[index % Self.rateShifts.count])
    }
  }

  /// Tenants differ, so that mixing them up shows.
  private static let rateShifts = [0, -0.06, 0.06]
}
