import EventModel

/// The optional fields of an envelope, for the column that keeps them.
enum EnvelopeJSON {
  /// A JSON object; `nil` where no field was given.
  static func text(of envelope: Envelope) -> String? {
    var members: [JSONMember] = []
    func add(_ name: String, _ value: String?) {
      if let value { members.append(JSONMember(name, .string(value))) }
    }
    func add(_ name: String, _ values: [String]) {
      if !values.isEmpty { members.append(JSONMember(name, .array(values.map(JSONValue.string)))) }
    }
    add("source_agent_id", envelope.sourceAgentID)
    add("call_chain", envelope.callChain)
    add("context_refs", envelope.contextRefs)
    add("correlation_id", envelope.correlationID)
    add("parent_event_id", envelope.parentEventID)
    add("traceparent", envelope.traceparent)
    if envelope.priority != .normal { add("priority", envelope.priority.rawValue) }
    return members.isEmpty ? nil : JSONText.compact(.object(members))
  }
}
