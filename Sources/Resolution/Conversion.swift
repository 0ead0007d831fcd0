public import Attribution
public import EventModel

/// A signal whose credit is shared among the actions that led to it (SEMANTICS section 3).
public struct Conversion: Hashable, Sendable {
  /// One action's part.
  public struct Touch: Hashable, Sendable {
    public let actionEventID: EventID
    /// In 0...1,000,000.
    public let creditMicros: Int32

    public init(actionEventID: EventID, creditMicros: Int32) {
      self.actionEventID = actionEventID
      self.creditMicros = creditMicros
    }
  }

  /// The `customer.reply` or `deal.stage`.
  public let signalEventID: EventID
  public let model: AttributionModel
  /// Not empty, in order of time and id; a touch's position is its index + 1. Credits sum to exactly 1,000,000.
  public let touches: [Touch]

  public init(signalEventID: EventID, model: AttributionModel, touches: [Touch]) {
    self.signalEventID = signalEventID
    self.model = model
    self.touches = touches
  }
}
