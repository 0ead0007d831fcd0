/// Writes events as stream entries in the native form.
public enum EventEncoder {
  /// The fields for XADD; absent ones are left out.
  public static func fields(of envelope: Envelope, data: JSONValue) -> [StreamField] {
    fields(of: envelope, dataText: JSONWriter.compact(data))
  }

  /// The same, with `data` as JSON text that is written already, such as an outbox row's.
  public static func fields(of envelope: Envelope, dataText: [UInt8]) -> [StreamField] {
    var fields: [StreamField] = []
    fields.reserveCapacity(EnvelopeField.allCases.count)
    for field in EnvelopeField.allCases {
      guard let name = field.nativeNameBytes else { continue }
      if field == .data {
        fields.append(StreamField(name: name, value: dataText))
      } else if let text = text(of: field, in: envelope), !text.isEmpty {
        fields.append(StreamField(name: name, value: Array(text.utf8)))
      }
    }
    return fields
  }

  private static func text(of field: EnvelopeField, in envelope: Envelope) -> String? {
    switch field {
    case .eventID: envelope.eventID.description
    case .eventType: envelope.eventType.rawValue
    case .timestamp: envelope.timestamp.rfc3339
    case .tenantID: envelope.tenantID.description
    case .version: envelope.version
    case .priority: envelope.priority.rawValue
    case .sourceAgentID: envelope.sourceAgentID
    case .callChain: envelope.callChain.joined(separator: ",")
    case .contextRefs: envelope.contextRefs.joined(separator: ",")
    case .correlationID: envelope.correlationID
    case .parentEventID: envelope.parentEventID
    case .traceparent: envelope.traceparent
    case .data, .specVersion: nil
    }
  }
}
