/// One envelope as a line of JSON, as `reckoner import` and `publish` take it, on its way to a stream.
public struct ImportLine: Hashable, Sendable {
  /// The longest line, in bytes: `data`, white space in it, and the envelope.
  public static let byteCountMax = EntryFields.structuredByteCountMax

  /// The native fields for XADD, `data` compacted.
  public let fields: [StreamField]
  /// With the tenant it names the stream.
  public let eventType: EventType
  public let tenantID: TenantID

  /// Checks what routing needs: a JSON object with a known `event_type` and a `tenant_id`. Decoding ``fields`` checks
  /// the rest. Members that the envelope doesn't know are left out.
  public static func parse(_ bytes: [UInt8]) throws(Refusal) -> ImportLine {
    guard bytes.count <= byteCountMax else {
      throw .tooLarge("line", byteCount: bytes.count, byteCountMax: byteCountMax)
    }
    let line = try EntryFields.parse(bytes, label: "line", depthMax: JSONParser.depthMax + 1)
    guard line.members != nil else { throw .invalid("line", "must be a JSON object") }
    var fields: [StreamField] = []
    for field in EnvelopeField.allCases {
      guard let name = field.nativeName, let value = line[name], !value.meansAbsent else { continue }
      fields.append(StreamField(name: Array(name.utf8), value: try text(of: field, name: name, value)))
    }
    return ImportLine(fields: fields, eventType: try eventType(of: line), tenantID: try tenantID(of: line))
  }

  private static func text(of field: EnvelopeField, name: String, _ value: JSONValue) throws(Refusal) -> [UInt8] {
    guard field == .data else { return try value.envelopeText(isList: field.isList, label: name) }
    switch value {
    // JSON text in a text, as the stream field itself has it.
    case .string(let text): return Array(text.utf8)
    case .null, .bool, .number, .array, .object: return JSONWriter.compact(value)
    }
  }

  private static func eventType(of line: JSONValue) throws(Refusal) -> EventType {
    let name = "event_type"
    guard let value = line[name], !value.meansAbsent else { throw .missing(name) }
    guard case .string(let text) = value, let eventType = EventType(rawValue: text) else {
      throw Refusal(
        .unknownEventType,
        field: name,
        message: "Field `\(name)` must be one of \(PayloadReader.names(of: EventType.self)); correct the line."
      )
    }
    return eventType
  }

  private static func tenantID(of line: JSONValue) throws(Refusal) -> TenantID {
    let name = "tenant_id"
    guard let value = line[name], !value.meansAbsent else { throw .missing(name) }
    guard case .string(let text) = value, let tenantID = TenantID(text: text) else {
      throw .invalid(name, "must be a UUID of 36 characters")
    }
    return tenantID
  }
}
