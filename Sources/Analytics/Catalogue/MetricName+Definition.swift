extension MetricName {
  /// What the metric is counted in. Amounts of money replace ``MetricUnit/currency`` by the currency where it is known.
  public var unit: MetricUnit {
    switch self {
    case .successRate, .responseRate, .meetingRate, .dealProgressionRate, .escalationRate, .escalationResolutionRate,
      .feedbackRate, .labelAgreement:
      .proportion
    case .escalationHistory: .escalations
    case .creditedConversions: .conversions
    case .creditedAmount, .costPerInteraction, .costPerSuccess, .timeSavedValue: .currency
    case .feedbackScore: .rating
    case .feedbackConcordance: .probability
    case .confidenceGap: .proportionDifference
    case .timeSaved: .hours
    case .returnOnInvestment: .ratio
    case .feedbackFatigue, .coachingOpportunities, .agentAgainstHuman, .strategicInsights: .count
    }
  }

  /// A sentence or more: what the number is, what its sample size counts, and what is left out.
  public var definition: String {
    switch self {
    case .successRate: Definition.successRate
    case .responseRate: Definition.rate(of: "email_engagement")
    case .meetingRate: Definition.rate(of: "meeting_outcome")
    case .dealProgressionRate: Definition.rate(of: "deal_progression")
    case .escalationRate: Definition.escalationRate
    case .escalationResolutionRate: Definition.rate(of: "escalation_result")
    case .escalationHistory: Definition.escalationHistory
    case .creditedConversions: Definition.creditedConversions
    case .creditedAmount: Definition.creditedAmount
    case .feedbackScore: Definition.feedbackScore
    case .feedbackRate: Definition.feedbackRate
    case .feedbackFatigue: Definition.feedbackFatigue
    case .feedbackConcordance: Definition.feedbackConcordance
    case .labelAgreement: Definition.labelAgreement
    case .confidenceGap: Definition.confidenceGap
    case .coachingOpportunities: Definition.coachingOpportunities
    case .costPerInteraction: Definition.costPerInteraction
    case .costPerSuccess: Definition.costPerSuccess
    case .timeSaved: Definition.timeSaved
    case .timeSavedValue: Definition.timeSavedValue
    case .returnOnInvestment: Definition.returnOnInvestment
    case .agentAgainstHuman: Definition.agentAgainstHuman
    case .strategicInsights: Definition.strategicInsights
    }
  }
}
