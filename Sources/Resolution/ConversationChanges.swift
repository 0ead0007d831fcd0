public import EventModel

/// What has to be written so that the rows of a conversation say what its fold says.
public struct ConversationChanges: Hashable, Sendable {
  public internal(set) var insertedOutcomes: [OutcomeVersion] = []
  public internal(set) var updatedOutcomes: [OutcomeVersion] = []
  /// What the updated outcomes were, in the same order.
  public internal(set) var formerOutcomes: [StoredOutcome] = []
  public internal(set) var insertedConversions: [Conversion] = []
  /// Replace every credit of the conversion.
  public internal(set) var updatedConversions: [Conversion] = []
  /// The signals that are no conversions any more.
  public internal(set) var deletedConversions: [EventID] = []
  /// What the updated conversions were, and then the deleted ones, in the same order.
  public internal(set) var formerConversions: [Conversion] = []
  /// One for each outcome whose revision is new and that has, or had, a sample; commit them with the rows.
  public internal(set) var samples: [CalibrationUpdate] = []

  public var isEmpty: Bool {
    insertedOutcomes.isEmpty && updatedOutcomes.isEmpty && insertedConversions.isEmpty && updatedConversions.isEmpty
      && deletedConversions.isEmpty && samples.isEmpty
  }
}
