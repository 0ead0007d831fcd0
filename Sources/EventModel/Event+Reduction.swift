extension Event {
  /// The event as far as it concerns other conversations than these; `nil` where it concerns none.
  ///
  /// It is a function of the event's value alone: however the ids are taken out, one by one or together, the same event is
  /// left, with the same digest. A delivery of the original is therefore known as the event that is recorded.
  public func without(_ conversations: Set<ConversationID>) -> Event? {
    let ids = conversationIDs
    let left = ids.filter { !conversations.contains($0) }
    if left.count == ids.count { return self }
    guard case .dealStage(let stage) = body, !left.isEmpty else { return nil }
    let reduced = DealStage(
      conversationIDs: left,
      toStage: stage.toStage,
      fromStage: stage.fromStage,
      dealID: stage.dealID,
      amount: stage.amount,
      currency: stage.currency,
      repID: stage.repID
    )
    return Event(envelope: envelope, body: .dealStage(reduced), data: data.without(conversations))
  }
}

extension JSONValue {
  /// The payload of a `deal.stage` without the ids of these conversations, and without a member that holds no other.
  public func without(_ conversations: Set<ConversationID>) -> JSONValue {
    guard let members else { return self }
    return .object(
      members.compactMap { member in
        switch member.name {
        case "conversation_state_id":
          return member.value.names(oneOf: conversations) ? nil : member
        case "conversation_state_ids":
          guard case .array(let elements) = member.value else { return member }
          let left = elements.filter { !$0.names(oneOf: conversations) }
          if left.count == elements.count { return member }
          return left.isEmpty ? nil : JSONMember(member.name, .array(left))
        default: return member
        }
      }
    )
  }

  private func names(oneOf conversations: Set<ConversationID>) -> Bool {
    guard case .string(let text) = self, let id = ConversationID(text: text) else { return false }
    return conversations.contains(id)
  }
}
