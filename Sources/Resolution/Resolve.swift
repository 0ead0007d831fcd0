public import EventModel

/// Folds a conversation: the one definition of how events become outcomes, credits and samples (SEMANTICS).
///
/// A pure function of the set of events: neither the order of the arrays nor an event given twice changes the result.
///
/// - Parameters:
///   - now: closes the windows that end before it; `nil` closes none.
///   - expirySeen: for each outcome that was seen expired, `Outcome.expirySeen` of then. An outcome's `now` is the later
///     of the two, so it never moves backwards.
public func resolve(
  _ history: ConversationHistory,
  policy: ResolutionPolicy,
  now: Timestamp?,
  expirySeen: [OutcomeID: Timestamp] = [:]
) -> ConversationState {
  var fold = ConversationFold(history, policy: policy, now: now, expirySeen: expirySeen)
  return fold.state()
}
