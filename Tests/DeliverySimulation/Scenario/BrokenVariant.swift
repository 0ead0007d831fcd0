/// A mistake in the shell, made on purpose: the simulation must find each.
public enum BrokenVariant: String, CaseIterable, Sendable, CustomStringConvertible {
  /// A lane acknowledges a batch before it is committed.
  case acknowledgeBeforeCommit = "acknowledge before commit"
  /// An aggregator takes whichever sample comes last.
  case forgetRevision = "forget the revision"
  /// A conversation that another transaction holds isn't marked due.
  case lockedAsAbsent = "treat locked as absent"
  /// A relay reads what follows the last id that it saw.
  case skipLateOutboxRows = "skip late outbox rows"
  /// Whoever gives an entry up buries it, whoever owns it by then.
  case buryWithoutOwnerCheck = "bury without owner check"
  /// Whoever acknowledges an applied entry leaves its letter where it is.
  case acknowledgeWithoutWithdrawing = "acknowledge without withdrawing"
  /// A handling is counted when it has ended.
  case countAfterHandling = "count a delivery after handling"
  /// The history of a conversation is read before the conversation is locked.
  case historyBeforeClaim = "take the history before the claim"
  /// The lock of a conversation is released before the fold is committed.
  case releaseBeforeCommit = "release locks before commit"
  /// The marks that a fold works off are taken after the history that it folds.
  case marksAfterHistory = "take the marks after the history"
  /// Rows of the outbox are removed before they are published.
  case forgetBeforePublishing = "forget before publishing"
  /// An entry that stands alone is handled while the rest of its process works.
  case aloneBesideOthers = "handle suspects beside others"
  /// Entries are taken over whatever happened to them since they were looked at.
  case claimWithoutComparison = "claim without comparison"
  /// A group that vanished is made again at the end of its stream.
  case recreateAtEnd = "make the group again at the end"

  public var description: String { rawValue }
}
