import EventModel

/// An event that is decided and not yet delivered; its JSON is written when it leaves, since many wait.
struct EventDraft {
  enum Content {
    case action(AgentAction, SimulatedAgent)
    case reply(CustomerReply)
    case stage(DealStage)
  }

  let tenantID: TenantID
  let eventID: EventID
  let timestamp: Timestamp
  let content: Content

  func delivered(at instant: Timestamp) -> SimulatedEvent {
    SimulatedEvent(
      tenantID: tenantID,
      eventType: eventType,
      eventID: eventID,
      timestamp: timestamp,
      deliveredAt: instant,
      data: data,
      sourceAgentID: agent?.agentID,
      callChain: agent?.callChain ?? []
    )
  }

  private var eventType: EventType {
    switch content {
    case .action: .agentAction
    case .reply: .customerReply
    case .stage: .dealStage
    }
  }

  private var agent: SimulatedAgent? {
    switch content {
    case .action(_, let agent): agent
    case .reply, .stage: nil
    }
  }

  private var data: JSONValue {
    switch content {
    case .action(let action, let agent): action.json(metadata: agent.metadata)
    case .reply(let reply): reply.json
    case .stage(let stage): stage.json
    }
  }
}
