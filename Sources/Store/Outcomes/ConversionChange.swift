public import Resolution

/// A conversion to be written, with the conversation that it belongs to.
public struct ConversionChange: Sendable {
  public let conversation: ConversationKey
  public let conversion: Conversion

  public init(conversation: ConversationKey, conversion: Conversion) {
    self.conversation = conversation
    self.conversion = conversion
  }
}
