import Attribution
import EventModel
import Resolution

/// Gathers the paths of conversations for ``FittedEffects``. Its memory is bounded by the distinct paths.
struct PathGathering {
  private static let one = PathTotals(count: 1, valueMicros: 0)

  private let policy: ResolutionPolicy
  private let period: EventPeriod
  private var table = PathTable()
  private var unconvertedCount: Int64 = 0

  init(policy: ResolutionPolicy, period: EventPeriod) {
    // Which touches a conversion has is the same under every model, and this one is the cheapest.
    var policy = policy
    policy.attributionModel = .linear
    self.policy = policy
    self.period = period
  }

  mutating func add(_ history: ConversationHistory) {
    let types = Dictionary(history.actions.map { ($0.eventID, $0.actionType) }, uniquingKeysWith: { $1 })
    let conversions = resolve(history, policy: policy, now: nil).conversions
    let signals = ConversationSignals(history, order: policy.stageOrder)
    for conversion in conversions {
      let signal = signals[conversion.signalEventID]
      guard period.contains(signal.time) else { continue }
      table.add(
        conversion.touches.compactMap { types[$0.actionEventID] },
        isConverted: signal.result == .won,
        totals: Self.one
      )
    }
    if conversions.isEmpty { addUnconverted(history.actions) }
  }

  private mutating func addUnconverted(_ actions: [RecordedAction]) {
    let path = actions.filter { period.contains($0.timestamp) }.sorted { left, right in
      left.timestamp != right.timestamp ? left.timestamp < right.timestamp : left.eventID < right.eventID
    }
    if path.isEmpty { return }
    unconvertedCount += 1
    table.add(path.map(\.actionType), isConverted: false, totals: Self.one)
  }

  func fit(order: Int) throws(AttributionError) -> FittedEffects {
    FittedEffects(
      wonCount: table.won.count,
      lostCount: table.lost.count - unconvertedCount,
      unconvertedCount: unconvertedCount,
      fit: try MarkovModel.fit(table, order: order)
    )
  }
}
