public import EventModel

/// Everything recorded about one conversation, in any order; an event that is in it twice counts once.
public struct ConversationHistory: Hashable, Sendable {
  public var tenantID: TenantID
  public var conversationID: ConversationID
  public var actions: [RecordedAction]
  public var replies: [RecordedReply]
  public var stages: [RecordedStage]
  public var labels: [LabelAct]

  public init(
    tenantID: TenantID,
    conversationID: ConversationID,
    actions: [RecordedAction] = [],
    replies: [RecordedReply] = [],
    stages: [RecordedStage] = [],
    labels: [LabelAct] = []
  ) {
    self.tenantID = tenantID
    self.conversationID = conversationID
    self.actions = actions
    self.replies = replies
    self.stages = stages
    self.labels = labels
  }

  /// Actions, replies and stage changes together.
  public var eventCount: Int { actions.count + replies.count + stages.count }
}
