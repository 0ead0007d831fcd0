import EventModel

/// The first decisive signal of an outcome, before any label.
struct AutomaticDecision {
  /// A signal by its position in its own timeline.
  enum Signal: Hashable {
    case reply(Int)
    case stage(Int)
  }

  let signal: Signal
  let verdict: Verdict
}
