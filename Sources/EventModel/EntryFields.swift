/// The envelope of a stream entry as texts, sorted out of whichever form it came in, and not yet judged.
struct EntryFields {
  /// The contract's limit on `data`, as JSON text.
  static let dataByteCountMax = 256 * 1024
  /// A structured CloudEvent: `data`, white space in it, and the attributes.
  static let structuredByteCountMax = 2 * dataByteCountMax

  let form: EntryForm
  private var values: [[UInt8]?]
  /// `data` of a structured CloudEvent, which is parsed along with its attributes.
  private var parsedData: JSONValue?

  /// Of a line of JSON, whose fields are taken one by one with ``take(_:of:)``.
  init() {
    form = .native
    values = Array(repeating: nil, count: EnvelopeField.allCases.count)
  }

  init(_ entry: [StreamField]) throws(Refusal) {
    form = EntryForm(of: entry)
    values = Array(repeating: nil, count: EnvelopeField.allCases.count)
    switch form {
    case .native, .cloudEventBinary: try takeFields(of: entry)
    case .cloudEventStructured: try takeAttributes(of: try Self.structuredText(in: entry))
    }
  }

  func label(of field: EnvelopeField) -> String {
    form.label(of: field)
  }

  /// The bytes of a field; `nil` where it is absent or empty.
  func bytes(of field: EnvelopeField) -> [UInt8]? {
    guard let bytes = values[field.rawValue], !bytes.isEmpty else { return nil }
    return bytes
  }

  /// The text of a field; `nil` where it is absent or empty.
  func text(of field: EnvelopeField, scalarCountMax: Int) throws(Refusal) -> String? {
    guard let bytes = bytes(of: field) else { return nil }
    guard let text = bytes.withUnsafeBufferPointer({ String(exactly: $0) }) else {
      throw .invalid(label(of: field), "must be valid UTF-8")
    }
    guard !bytes.contains(0) else { throw .invalid(label(of: field), "must not contain a NUL character") }
    guard text.hasScalars(atMost: scalarCountMax) else {
      throw .invalid(label(of: field), "may have at most \(scalarCountMax) characters")
    }
    return text
  }

  /// The payload: an object within the contract's bounds.
  func data() throws(Refusal) -> JSONValue {
    let label = label(of: .data)
    let data: JSONValue
    if let parsedData {
      data = parsedData
    } else {
      guard let bytes = bytes(of: .data) else { throw .missing(label) }
      guard bytes.count <= Self.dataByteCountMax else {
        throw .tooLarge(label, byteCount: bytes.count, byteCountMax: Self.dataByteCountMax)
      }
      data = try Self.parse(bytes, label: label, depthMax: JSONParser.depthMax)
    }
    guard data.members != nil else { throw .invalid(label, "must be a JSON object") }
    return data
  }

  /// The text that the payload was parsed from; `nil` where it is a part of a larger one.
  var dataText: [UInt8]? { parsedData == nil ? bytes(of: .data) : nil }

  /// Parses JSON and says what is wrong with it in the contract's codes.
  static func parse(_ bytes: [UInt8], label: String, depthMax: Int) throws(Refusal) -> JSONValue {
    do {
      return try JSONParser.parse(bytes, depthMax: depthMax)
    } catch {
      switch error.code {
      case .malformed: throw .invalidJSON(label, atByte: error.byteOffset)
      case .tooDeep: throw .invalid(label, "may be nested at most \(JSONParser.depthMax) levels deep")
      case .nulCharacter: throw .invalid(label, "must not contain a NUL character (byte \(error.byteOffset))")
      case .numberOutOfRange:
        throw .invalid(label, "holds a number with too many digits for PostgreSQL's numeric (byte \(error.byteOffset))")
      }
    }
  }

  private mutating func takeFields(of entry: [StreamField]) throws(Refusal) {
    for entryField in entry {
      guard let field = form.field(named: entryField.name) else { continue }
      guard values[field.rawValue] == nil else { throw .invalid(label(of: field), "must not be repeated in an entry") }
      values[field.rawValue] = entryField.value
    }
  }

  private static func structuredText(in entry: [StreamField]) throws(Refusal) -> [UInt8] {
    let label = EntryForm.structuredFieldName
    let texts = entry.filter { $0.name.elementsEqual(label.utf8) }.map(\.value)
    guard texts.count <= 1 else { throw .invalid(label, "must not be repeated in an entry") }
    guard let text = texts.first, !text.isEmpty else { throw .missing(label) }
    guard text.count <= structuredByteCountMax else {
      throw .tooLarge(label, byteCount: text.count, byteCountMax: structuredByteCountMax)
    }
    return text
  }

  private mutating func takeAttributes(of text: [UInt8]) throws(Refusal) {
    let label = EntryForm.structuredFieldName
    // The event around `data` is one level more.
    let event = try Self.parse(text, label: label, depthMax: JSONParser.depthMax + 1)
    guard event.members != nil else { throw .invalid(label, "must be a JSON object") }
    for field in EnvelopeField.allCases {
      guard let value = event[field.attributeName], !value.meansAbsent else { continue }
      if field == .data {
        _ = try take(data: value)
      } else {
        values[field.rawValue] = try value.envelopeText(isList: field.isList, label: self.label(of: field))
      }
    }
  }

  /// Takes a field that was written in JSON.
  /// - Returns: the text that a stream entry has for it.
  mutating func take(_ value: JSONValue, of field: EnvelopeField) throws(Refusal) -> [UInt8] {
    switch (field, value) {
    case (.data, .null), (.data, .bool), (.data, .number), (.data, .array), (.data, .object):
      return try take(data: value)
    // JSON text in a text, as the stream field itself has it.
    case (.data, .string(let text)): values[field.rawValue] = Array(text.utf8)
    default:
      values[field.rawValue] = try value.envelopeText(isList: field.isList, label: label(of: field))
    }
    return values[field.rawValue] ?? []
  }

  /// The limit counts compact text here, so that white space of the event around `data` doesn't matter.
  private mutating func take(data: JSONValue) throws(Refusal) -> [UInt8] {
    let text = JSONWriter.compact(data)
    guard text.count <= Self.dataByteCountMax else {
      throw .tooLarge(label(of: .data), byteCount: text.count, byteCountMax: Self.dataByteCountMax)
    }
    parsedData = data
    return text
  }
}
