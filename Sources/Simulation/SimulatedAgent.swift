import EventModel

/// The agent that leads a conversation.
struct SimulatedAgent: Hashable {
  let agentID: String
  let modelName: String

  static let all = [
    SimulatedAgent(agentID: "outbound-agent", modelName: "sales-large"),
    SimulatedAgent(agentID: "inbound-agent", modelName: "sales-large"),
    SimulatedAgent(agentID: "renewal-agent", modelName: "sales-small"),
  ]

  var callChain: [String] { ["orchestrator", agentID] }

  var metadata: JSONValue {
    .object([
      JSONMember("simulated", .bool(true)),
      JSONMember("model", .string(modelName)),
    ])
  }
}
