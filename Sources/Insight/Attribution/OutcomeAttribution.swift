public import Attribution
public import EventModel

/// Who had which part in the conversion that decided an outcome, under a model and as it is stored.
public struct OutcomeAttribution: Sendable {
  public struct Touch: Sendable {
    public let actionEventID: EventID
    public let actionType: ActionType
    public let actedAt: Timestamp
    /// In 0...1,000,000.
    public let creditMicros: Int32
    /// The stored credit; `nil` where the conversion isn't stored yet, or with other touches.
    public let storedMicros: Int32?
  }

  public let outcomeID: OutcomeID
  public let status: OutcomeStatus
  /// The event that decided it; `nil` where none did, or a person.
  public let signalEventID: EventID?
  public let model: AttributionModel
  /// The model whose credits are stored; `nil` where none are.
  public let storedModel: AttributionModel?
  /// By time. Empty where no conversion decided the outcome.
  public let touches: [Touch]
}
