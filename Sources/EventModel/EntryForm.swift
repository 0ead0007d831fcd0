/// The three ways to write an envelope into a stream entry (CONTRACT section 1).
enum EntryForm {
  /// Flat fields under the contract's own names.
  case native
  /// CloudEvents 1.0, binary: `ce_` fields and `data`.
  case cloudEventBinary
  /// CloudEvents 1.0, structured: the JSON in one field.
  case cloudEventStructured

  /// The stream field that holds a structured CloudEvent.
  static let structuredFieldName = "cloudevent"

  private static let nativeFields = names(\.nativeName)
  private static let binaryFields = names { $0 == .data ? $0.attributeName : "ce_" + $0.attributeName }
  private static let structuredName = Array(structuredFieldName.utf8)

  /// A dozen names of different lengths: looking through them is faster than hashing one.
  private struct Names {
    let fields: [(name: [UInt8], field: EnvelopeField)]

    subscript(name: [UInt8]) -> EnvelopeField? { fields.first { $0.name == name }?.field }
  }

  private static func names(_ name: (EnvelopeField) -> String?) -> Names {
    Names(fields: EnvelopeField.allCases.compactMap { field in name(field).map { (Array($0.utf8), field) } })
  }

  /// The form of an entry. The native one comes first: fields of the other two are merely unknown ones there.
  init(of entry: [StreamField]) {
    var form = EntryForm.native
    for field in entry {
      let nativeField = Self.nativeFields[field.name]
      if nativeField == .eventID || nativeField == .eventType {
        self = .native
        return
      }
      if field.name == Self.structuredName {
        form = .cloudEventStructured
      } else if form == .native, let attribute = Self.binaryFields[field.name], attribute != .data {
        form = .cloudEventBinary
      }
    }
    self = form
  }

  /// Which field of the envelope a stream field holds; `nil` for one unknown in this form.
  func field(named name: [UInt8]) -> EnvelopeField? {
    switch self {
    case .native: Self.nativeFields[name]
    case .cloudEventBinary: Self.binaryFields[name]
    case .cloudEventStructured: nil
    }
  }

  /// How the producer wrote a field's name; refusals speak the producer's language.
  func label(of field: EnvelopeField) -> String {
    switch self {
    case .native: field.nativeName ?? field.attributeName
    case .cloudEventBinary: field == .data ? "data" : "ce_" + field.attributeName
    case .cloudEventStructured: field == .data ? "data" : "\(Self.structuredFieldName).\(field.attributeName)"
    }
  }
}
