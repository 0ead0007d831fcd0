extension DeadLetter {
  /// Reads a letter. Whatever it lacks is absent, and nothing is refused: a letter that can't be read couldn't be replayed
  /// or discarded either.
  public init(reading fields: [StreamField]) {
    var values: [[UInt8]: [UInt8]] = [:]
    for field in fields where values[field.name] == nil { values[field.name] = field.value }
    func text(_ name: String) -> String? {
      values[Array(name.utf8)].map { String(decoding: $0, as: UTF8.self) }
    }
    original = Self.strip(fields)
    originalID = text(Self.originalIDField)
    reasonCode = text(Self.reasonField) ?? ""
    error = text(Self.errorField) ?? ""
    retryCount = max(0, text(Self.retryCountField).flatMap { Int($0) } ?? 0)
    timestamp = text(Self.timestampField) ?? ""
    fingerprint = text(Self.fingerprintField) ?? ""
    history = Failure.read(values[Array(Self.historyField.utf8)] ?? [])
  }

  /// `nil` for a code that this program doesn't know.
  public var reason: RefusalReason? { RefusalReason(rawValue: reasonCode) }

  /// The path of the field at fault; `nil` where none is.
  public var field: String? { Self.field(namedIn: error) }

  /// The field that a refusal's sentence names, which is the first thing that it does.
  static func field(namedIn error: String) -> String? {
    let opening = "Field `"
    guard error.hasPrefix(opening) else { return nil }
    let rest = error.dropFirst(opening.count)
    return rest.firstIndex(of: "`").map { String(rest[..<$0]) }
  }
}

extension DeadLetter.Failure {
  /// The contract's form of several.
  static func text(of failures: some Sequence<DeadLetter.Failure>) -> String {
    let entries = failures.map { failure in
      JSONValue.object([
        JSONMember("timestamp", .string(failure.timestamp)), JSONMember("reason", .string(failure.reasonCode)),
      ])
    }
    return String(decoding: JSONWriter.compact(.array(entries)), as: UTF8.self)
  }

  /// What a letter remembers; entries that say neither when nor why are left out.
  static func read(_ text: [UInt8]) -> [DeadLetter.Failure] {
    guard case .success(.array(let entries)) = Result(catching: { try JSONParser.parse(text) }) else { return [] }
    return entries.compactMap { entry in
      guard case .string(let timestamp) = entry["timestamp"], case .string(let reason) = entry["reason"] else {
        return nil
      }
      return DeadLetter.Failure(timestamp: timestamp, reasonCode: reason)
    }
  }
}
