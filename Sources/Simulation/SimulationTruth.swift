public import EventModel

/// What is true of a plan, and what calibration should find out.
public struct SimulationTruth: Hashable, Sendable {
  /// The truth about one confidence bin.
  public struct Bin: Hashable, Sendable {
    /// 0 to 9, as SEMANTICS section 4 cuts them.
    public let index: Int
    /// The share of the action type's actions that state a confidence in the bin, in [0, 1].
    public let share: Double
    /// The mean of the stated confidences; `nil` where none is stated.
    public let meanConfidence: Double?
    /// The probability of success; `nil` where no confidence is stated.
    public let successRate: Double?
  }

  /// The truth about one action type of one tenant.
  public struct Entry: Hashable, Sendable {
    public let tenantID: TenantID
    public let actionType: ActionType
    public let meanConfidence: Double
    public let successRate: Double
    /// Ten, from bin 0 to bin 9.
    public let bins: [Bin]

    /// Above 0 where the agent promises too much.
    public var gap: Double { meanConfidence - successRate }
  }

  /// By tenant, and within it in the plan's order of action types.
  public let entries: [Entry]

  fileprivate init(entries: [Entry]) {
    self.entries = entries
  }
}

extension SimulationPlan {
  /// The truth, computed from the plan and not from its events.
  ///
  /// Unclear answers strike successes and failures alike, so that they take samples away and move no rate.
  public func truth() -> SimulationTruth {
    SimulationTruth(
      entries: tenants.flatMap { tenant in
        actionTypes.map { SimulationTruth.Entry(truth: $0, tenant: tenant) }
      }
    )
  }
}

extension SimulationTruth.Entry {
  fileprivate init(truth: ActionTypeTruth, tenant: SimulatedTenant) {
    let points = truth.confidences.probabilities.map { point in
      Point(
        confidence: point.confidence,
        probability: point.probability,
        successRate: truth.successProbability(confidence: point.confidence, shift: tenant.rateShift)
      )
    }
    let all = Mean(of: points)
    tenantID = tenant.tenantID
    actionType = truth.actionType
    meanConfidence = all.confidence ?? 0
    successRate = all.successRate ?? 0
    bins = (0..<10).map { index in
      let mean = Mean(of: points.filter { $0.binIndex == index })
      return SimulationTruth.Bin(
        index: index,
        share: mean.probability,
        meanConfidence: mean.confidence,
        successRate: mean.successRate
      )
    }
  }
}

/// One confidence that can be stated.
private struct Point {
  let confidence: Double
  let probability: Double
  let successRate: Double

  /// The number of i in 1...9 with confidence >= i/10; the core room that defines it isn't asked, so that the truth
  /// doesn't depend on what it tests.
  var binIndex: Int {
    (1...9).count { confidence >= Double($0) / 10 }
  }
}

/// The means over some of the confidences.
private struct Mean {
  let probability: Double
  let confidence: Double?
  let successRate: Double?

  init(of points: [Point]) {
    let sum = points.reduce(0) { $0 + $1.probability }
    probability = sum
    confidence = sum > 0 ? points.reduce(0) { $0 + $1.probability * $1.confidence } / sum : nil
    successRate = sum > 0 ? points.reduce(0) { $0 + $1.probability * $1.successRate } / sum : nil
  }
}
