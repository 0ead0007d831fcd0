/// One envelope as a line of JSON, as `reckoner import` and `publish` take it, on its way to a stream.
public struct ImportLine: Sendable {
  /// The longest line, in bytes: `data`, white space in it, and the envelope.
  public static let byteCountMax = EntryFields.structuredByteCountMax

  /// The native fields for XADD, `data` compacted.
  public let fields: [StreamField]
  /// With the tenant it names the stream.
  public let eventType: EventType
  public let tenantID: TenantID
  /// What ``EventDecoder/check(_:)`` looks at: the payload is parsed once.
  let entry: EntryFields

  /// Checks what routing needs: a JSON object with a known `event_type` and a `tenant_id`.
  /// ``EventDecoder/check(_:)`` checks the rest. Members that the envelope doesn't know are left out.
  public static func parse(_ bytes: [UInt8]) throws(Refusal) -> ImportLine {
    guard bytes.count <= byteCountMax else {
      throw .tooLarge("line", byteCount: bytes.count, byteCountMax: byteCountMax)
    }
    let line = try EntryFields.parse(bytes, label: "line", depthMax: JSONParser.depthMax + 1)
    guard line.members != nil else { throw .invalid("line", "must be a JSON object") }
    var fields: [StreamField] = []
    fields.reserveCapacity(EnvelopeField.allCases.count)
    var entry = EntryFields()
    for field in EnvelopeField.allCases {
      guard let name = field.nativeName, let bytes = field.nativeNameBytes, let value = line[name], !value.meansAbsent
      else { continue }
      fields.append(StreamField(name: bytes, value: try entry.take(value, of: field)))
    }
    return ImportLine(
      fields: fields,
      eventType: try eventType(of: line),
      tenantID: try tenantID(of: line),
      entry: entry
    )
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
