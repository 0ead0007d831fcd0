public import EventModel

/// How an agent acts in one action type, and how often it really succeeds.
public struct ActionTypeTruth: Hashable, Sendable {
  public let actionType: ActionType
  /// How often the agent takes it, relative to the plan's other action types; above 0.
  public let frequency: Double
  /// Which confidences it states.
  public let confidences: ConfidenceDistribution
  /// What the truth gains as the stated confidence rises: 1 in an honest agent.
  public let slope: Double
  /// What is added to it: 0 in an honest agent.
  public let intercept: Double

  public init(
    _ actionType: ActionType,
    frequency: Double,
    confidences: ConfidenceDistribution,
    slope: Double,
    intercept: Double
  ) {
    precondition(frequency > 0 && frequency.isFinite, "a frequency is above 0")
    self.actionType = actionType
    self.frequency = frequency
    self.confidences = confidences
    self.slope = slope
    self.intercept = intercept
  }

  /// The primary outcome of its actions.
  public var outcomeType: OutcomeType { OutcomeType.expected(of: actionType) }

  /// The probability in [0, 1] that an action of this stated confidence succeeds.
  public func successProbability(confidence: Double, shift: Double = 0) -> Double {
    min(max(slope * confidence + intercept + shift, 0), 1)
  }

  /// A sales agent with every kind of fault: it believes too much in its e-mails and far too much in its deals, too
  /// little in its escalations, and knows its meetings and chats.
  public static let salesAgent = [
    // Says 0.80, happens 0.55.
    ActionTypeTruth(
      ActionType("send_email"),
      frequency: 5,
      confidences: ConfidenceDistribution(lowestHundredths: 40, modeHundredths: 80, highestHundredths: 98),
      slope: 0.6,
      intercept: 0.07
    ),
    ActionTypeTruth(
      ActionType("send_chat"),
      frequency: 2,
      confidences: ConfidenceDistribution(lowestHundredths: 5, modeHundredths: 55, highestHundredths: 95),
      slope: 1,
      intercept: 0
    ),
    ActionTypeTruth(
      ActionType("schedule_meeting"),
      frequency: 2,
      confidences: ConfidenceDistribution(lowestHundredths: 20, modeHundredths: 60, highestHundredths: 95),
      slope: 1,
      intercept: 0
    ),
    // Says 0.50, happens 0.70: it escalates what it doubts, and is right more often than it thinks.
    ActionTypeTruth(
      ActionType("escalate"),
      frequency: 1,
      confidences: ConfidenceDistribution(lowestHundredths: 20, modeHundredths: 50, highestHundredths: 75),
      slope: 0.7,
      intercept: 0.35
    ),
    // Says 0.80, happens 0.35.
    ActionTypeTruth(
      ActionType("propose_terms"),
      frequency: 1,
      confidences: ConfidenceDistribution(lowestHundredths: 50, modeHundredths: 80, highestHundredths: 100),
      slope: 0.5,
      intercept: -0.05
    ),
    // Says 0.75, happens 0.35.
    ActionTypeTruth(
      ActionType("advance_stage"),
      frequency: 1,
      confidences: ConfidenceDistribution(lowestHundredths: 45, modeHundredths: 75, highestHundredths: 95),
      slope: 0.6,
      intercept: -0.1
    ),
  ]
}
