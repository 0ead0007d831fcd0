/// The fields of an envelope, whichever of the three forms names them.
enum EnvelopeField: Int, CaseIterable {
  case eventID
  case eventType
  case timestamp
  case tenantID
  case data
  case version
  case priority
  case sourceAgentID
  case callChain
  case contextRefs
  case correlationID
  case parentEventID
  case traceparent
  /// CloudEvents only.
  case specVersion

  /// The name of the native form's stream field; `nil` where that form has none.
  var nativeName: String? {
    switch self {
    case .eventID: "event_id"
    case .eventType: "event_type"
    case .timestamp: "timestamp"
    case .tenantID: "tenant_id"
    case .data: "data"
    case .version: "version"
    case .priority: "priority"
    case .sourceAgentID: "source_agent_id"
    case .callChain: "call_chain"
    case .contextRefs: "context_refs"
    case .correlationID: "correlation_id"
    case .parentEventID: "parent_event_id"
    case .traceparent: "traceparent"
    case .specVersion: nil
    }
  }

  /// ``nativeName`` as the bytes that an entry has.
  var nativeNameBytes: [UInt8]? { Self.nativeNamesAsBytes[rawValue] }

  private static let nativeNamesAsBytes = allCases.map { field in field.nativeName.map { Array($0.utf8) } }

  /// The CloudEvents attribute; attribute names hold only lower-case letters and digits.
  var attributeName: String {
    switch self {
    case .eventID: "id"
    case .eventType: "type"
    case .timestamp: "time"
    case .tenantID: "tenantid"
    case .data: "data"
    case .version: "version"
    case .priority: "priority"
    case .sourceAgentID: "sourceagentid"
    case .callChain: "callchain"
    case .contextRefs: "contextrefs"
    case .correlationID: "correlationid"
    case .parentEventID: "parenteventid"
    case .traceparent: "traceparent"
    case .specVersion: "specversion"
    }
  }

  /// Whether the field is a list, comma-joined as text.
  var isList: Bool {
    switch self {
    case .callChain, .contextRefs: true
    case .eventID, .eventType, .timestamp, .tenantID, .data, .version, .priority, .sourceAgentID, .correlationID,
      .parentEventID, .traceparent, .specVersion:
      false
    }
  }
}
