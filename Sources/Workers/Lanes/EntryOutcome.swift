import EventModel

/// What became of an entry that was handled.
enum EntryOutcome: Hashable, Sendable {
  /// Its effect is new, and committed.
  case applied
  /// Its effect was there already: the event was known, or a later revision of the sample.
  case duplicate
  /// It can never be applied; it belongs among the dead letters.
  case refused(Refusal)
  /// It was deleted or trimmed before anybody handled it.
  case gone
}
