public import EventModel

/// What people decide. Each decision that changes the correction is the last adjustment from its moment on, and clears the
/// memory of signals (SEMANTICS section 5, rule 5).
extension CalibrationState {
  /// Puts a proposed correction in force.
  public mutating func approve(_ correction: Correction, at now: Timestamp) {
    adjust(to: correction, at: now, signal: nil)
  }

  /// Puts an earlier correction in force again, as a new version.
  public mutating func rollBack(to correction: Correction, at now: Timestamp) {
    adjust(to: correction, at: now, signal: nil)
  }

  /// Keeps the correction as it is until it is released; judgements go on.
  public mutating func freeze() {
    isFrozen = true
  }

  /// Lets judgements change the correction again.
  public mutating func release() {
    isFrozen = false
  }
}
