/// The sentences that say what the metrics are.
enum Definition {
  private static let decided =
    "Decided are the positive, negative and expired ones of days whose windows have all ended; younger ones and those "
    + "that wait for a label are counted apart."

  static func rate(of outcomeType: String) -> String {
    "The share of the decided \(outcomeType) outcomes that is positive. \(decided)"
  }

  static let successRate =
    "The share of the decided primary outcomes, one an action, that is positive. \(decided) Its change is told at "
    + "equal outcome type, since windows differ."

  static let escalationRate =
    "The share of all actions that hands over to a person: that expects an escalation_result."

  static let escalationHistory =
    "Actions that hand over to a person, by day and action type, with what became of them so far."

  static let creditedConversions =
    "Conversions credited to actions under the tenant's attribution model, by the day of their signals; the sample "
    + "size is the number of credits. Lost ones are left out where they are told apart."

  static let creditedAmount =
    "Credit times the amount of the stage change, by the day of the signals. Amounts of different currencies are never "
    + "added. Lost ones are left out where they are told apart."

  static let feedbackScore =
    "The mean rating on one scale from -1 to 1: inline ratings as they are, a dashboard's r as (r - 3) / 2."

  static let feedbackRate = "The share of the critical actions that somebody was asked about that was rated."

  static let feedbackFatigue =
    "Reviewers whose submission rate fell by half, or whose ratings sit at the extremes, and not by chance; the sample "
    + "size is the number of reviewers looked at."

  static let feedbackConcordance =
    "The probability that an action that succeeded is rated higher than one that failed, a tie counting half; 0.5 says "
    + "that ratings tell nothing about outcomes."

  static let labelAgreement =
    "The share of people's labels that say the same as the automatic decision, where there is one."

  static let confidenceGap =
    "The mean stated confidence minus the rate at which it came true, over the matured samples, by weight; above 0 is "
    + "overconfident."

  static let coachingOpportunities =
    "Action types and reps whose success rate is credibly below that of the others, also at equal rep or action type; "
    + "the sample size is the number of comparisons made."

  static let costPerInteraction =
    "The mean cost of an interaction: an action whose event carried a cost. Costs carry no currency, and are taken to "
    + "be in the one of analytics_hourly_cost where that is set."

  static let costPerSuccess =
    "The mean cost of an interaction over the success rate: what is spent for one positive primary outcome. The "
    + "interval is that of the success rate, the mean cost taken as known."

  static let timeSaved =
    "Actions times the minutes that the tenant assumes each of them to save a person; the sample size is the number of "
    + "actions with such an assumption."

  static let timeSavedValue =
    "The hours saved times the hourly cost of a person, both as the tenant assumes them."

  static let returnOnInvestment =
    "Over the interactions that carried a cost: the value of the time that they are assumed to save minus their cost, "
    + "over their cost."

  static let agentAgainstHuman =
    "Outcome types for which the agent's success rate is compared with that of people: as the tenant states it, else "
    + "the share of people's labels that is positive."

  static let strategicInsights =
    "Statements that follow from the figures of this document by fixed rules; the sample size is the number of "
    + "statements that were tested."
}
