import EventModel

/// A conversation that the agent leads, with the deal that it is about.
struct SimulatedConversation {
  /// The deal's stages in order (SEMANTICS section 2).
  static let stages = ["prospecting", "discovery", "qualification", "evaluation", "negotiation", "closed_won"]
    .map { StageName($0) }

  let conversationID: ConversationID
  let dealID: String
  let repID: String
  let persona: String
  let agent: SimulatedAgent
  /// In whole units of the currency.
  let dealAmount: Double
  /// Where the deal stands, an index of `stages` below the last: a deal that is won has nothing left to win.
  let stageIndex: Int
  var actionsLeft: Int
  /// A deal.stage decides every waiting action about the deal; with one such action it decides just that.
  var hasDealAction = false
}
