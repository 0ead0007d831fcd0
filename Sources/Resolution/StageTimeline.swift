import EventModel

/// The stage changes of a conversation in order, as the tenant's order sees them.
struct StageTimeline {
  /// Where a `to_stage` stands.
  enum Standing: Equatable {
    case inOrder(Int)
    case closedLost
    case stalled
    /// A name of a former order: it decides nothing and starts nothing.
    case unknown
  }

  let stages: [RecordedStage]
  private let standings: [Standing]
  /// For each position, the latest stage in the order before it; one entry more than there are positions.
  private let latestInOrderBefore: [Int?]
  private let order: StageOrder
  private let stalledPositions: [Int]
  /// By starting stage, the positions that decide an action that starts there; filled as they are asked for.
  private var decisivePositions: [Int: [Int]] = [:]

  init(_ stages: [RecordedStage], order: StageOrder) {
    self.stages = stages.inOrder()
    self.order = order
    standings = self.stages.map { Self.standing(of: $0.toStage, in: order) }
    var latest: Int?
    var latestBefore: [Int?] = [nil]
    latestBefore.reserveCapacity(standings.count + 1)
    for standing in standings {
      if case .inOrder(let index) = standing { latest = index }
      latestBefore.append(latest)
    }
    latestInOrderBefore = latestBefore
    stalledPositions = standings.indices.filter { [standings] in standings[$0] == .stalled }
  }

  /// The stage from which the action's advance is counted.
  func startingStage(of action: RecordedAction) -> Int {
    startingStage(named: action.dealStage, at: action.timestamp)
  }

  /// The same of an action by what it says of its stage, and by its time.
  func startingStage(named own: StageName?, at time: Timestamp) -> Int {
    if let own = own.flatMap({ order.index(of: $0) }) { return own }
    return latestInOrderBefore[stages.firstIndex(after: time)] ?? 0
  }

  /// The position of the stage change that decides an outcome with this window and starting stage, and its verdict.
  mutating func firstDecisive(
    startingAt start: Int,
    from actedAt: Timestamp,
    through expiry: Timestamp
  ) -> (position: Int, verdict: Verdict)? {
    if let position = first(of: positionsDeciding(start), from: actedAt, through: expiry) {
      return (position, verdict(of: position, startingAt: start))
    }
    // Only where nothing better is in the window does standing still decide.
    return first(of: stalledPositions, from: actedAt, through: expiry).map { ($0, .negative) }
  }

  /// Whether the stage change moves the deal, apart from any outcome: forward, or to a loss or stall that is news.
  func isMovement(_ position: Int) -> Bool {
    let stage = stages[position]
    switch standings[position] {
    case .inOrder(let index):
      return index > (latestInOrderBefore[position] ?? stage.fromStage.flatMap { order.index(of: $0) } ?? 0)
    case .closedLost, .stalled:
      return position == 0 || stages[position - 1].toStage != stage.toStage
    case .unknown:
      return false
    }
  }

  /// The positions of the changes to the stage or a later one, ascending.
  func positionsReaching(_ stage: Int) -> [Int] {
    standings.indices.filter { position in
      switch standings[position] {
      case .inOrder(let index): index >= stage
      case .closedLost, .stalled, .unknown: false
      }
    }
  }

  private mutating func positionsDeciding(_ start: Int) -> [Int] {
    if let known = decisivePositions[start] { return known }
    let positions = standings.indices.filter { position in
      switch standings[position] {
      case .inOrder(let index): index > start
      case .closedLost: true
      case .stalled, .unknown: false
      }
    }
    decisivePositions[start] = positions
    return positions
  }

  private func verdict(of position: Int, startingAt start: Int) -> Verdict {
    switch standings[position] {
    case .inOrder(let index): .advance(stages: index - start)
    case .closedLost, .stalled, .unknown: .negative
    }
  }

  private func first(of positions: [Int], from start: Timestamp, through end: Timestamp) -> Int? {
    let index = positions.partitioningIndex { stages[$0].timestamp >= start }
    guard index < positions.count, stages[positions[index]].timestamp <= end else { return nil }
    return positions[index]
  }

  private static func standing(of name: StageName, in order: StageOrder) -> Standing {
    if let index = order.index(of: name) { return .inOrder(index) }
    if name == .closedLost { return .closedLost }
    return name == .stalled ? .stalled : .unknown
  }
}
