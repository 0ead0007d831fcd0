public import Resolution

/// An outcome to be written, with the conversation that it belongs to.
public struct OutcomeChange: Sendable {
  public let conversation: ConversationKey
  public let version: OutcomeVersion

  public init(conversation: ConversationKey, version: OutcomeVersion) {
    self.conversation = conversation
    self.version = version
  }
}
