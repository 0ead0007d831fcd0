extension AnalyticsDocument {
  static func repMetrics(_ pair: PeriodPair, _ feedback: FeedbackFigures) -> [Metric] {
    [
      RateMetric.response.metric(pair, by: [.actionType, .channel]),
      RateMetric.meeting.metric(pair, by: [.actionType]),
      RateMetric.dealProgression.metric(pair, by: [.actionType]),
      RateMetric.escalation.metric(pair, by: [.actionType]),
      RateMetric.escalationResolution.metric(pair, by: [.actionType]),
      EscalationHistory.metric(pair),
      ImpactMetrics.conversions(pair),
      ImpactMetrics.amounts(pair),
      FeedbackMetrics.score(feedback),
      FeedbackMetrics.rate(feedback),
      ConfidenceGapMetric.metric(pair),
    ]
  }

  static func managerMetrics(_ pair: PeriodPair, _ feedback: FeedbackFigures) -> [Metric] {
    let comparison = TeamComparison(pair.current)
    return [
      RateMetric.success.metric(pair, by: [.rep, .actionType], comparison: comparison),
      RateMetric.response.metric(pair, by: [.rep, .actionType, .channel]),
      RateMetric.meeting.metric(pair, by: [.rep]),
      RateMetric.dealProgression.metric(pair, by: [.rep, .actionType]),
      CoachingOpportunities.metric(comparison),
      RateMetric.escalation.metric(pair, by: [.rep, .actionType]),
      RateMetric.escalationResolution.metric(pair, by: [.rep]),
      ConfidenceGapMetric.metric(pair),
      ImpactMetrics.conversions(pair),
      ImpactMetrics.amounts(pair),
      FeedbackMetrics.score(feedback),
      FeedbackMetrics.rate(feedback),
      FeedbackMetrics.concordance(feedback),
      FeedbackMetrics.fatigue(feedback),
      LabelAgreement.metric(pair),
    ]
  }

  static func executiveMetrics(
    _ pair: PeriodPair,
    _ feedback: FeedbackFigures,
    _ policy: AnalyticsPolicy
  ) -> [Metric] {
    [
      CostMetrics.perInteraction(pair, policy: policy),
      CostMetrics.perSuccess(pair, policy: policy),
      TimeMetrics.saved(pair, policy: policy),
      TimeMetrics.value(pair, policy: policy),
      TimeMetrics.returnOnInvestment(pair, policy: policy),
      AgentAgainstHuman.metric(pair, policy: policy),
      RateMetric.success.metric(pair, by: [.actionType]),
      RateMetric.response.metric(pair, by: [.actionType, .channel]),
      RateMetric.meeting.metric(pair, by: [.actionType]),
      RateMetric.dealProgression.metric(pair, by: [.actionType]),
      RateMetric.escalation.metric(pair, by: [.actionType]),
      RateMetric.escalationResolution.metric(pair, by: [.actionType]),
      ConfidenceGapMetric.metric(pair),
      ImpactMetrics.conversions(pair),
      ImpactMetrics.amounts(pair),
      FeedbackMetrics.score(feedback),
      StrategicInsights.metric(pair, policy: policy),
    ]
  }
}
