import EventModel

/// What became of an entry that was handled.
enum EntryOutcome: Hashable, Sendable {
  /// Its effect is new, and committed.
  case applied
  /// Its effect was there already: the event was known, or a later revision of the sample.
  case duplicate
  /// It can never be applied; it belongs among the dead letters.
  case refused(Refusal)
  /// Applied, if it is new, or a duplicate, without the erased conversations that it names: it must leave its stream.
  case reduced(isNew: Bool)
  /// The same, refused: what is left of it belongs among the dead letters.
  case refusedPart(Refusal, left: [StreamField])
  /// It is of an erased conversation: nothing of it was kept, and it must leave its stream.
  case erased
  /// It was deleted or trimmed before anybody handled it.
  case gone
}
