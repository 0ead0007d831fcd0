extension EventDecoder {
  /// The version of the contract that the event follows, `1.0` where none is given.
  static func version(of entry: EntryFields) throws(Refusal) -> String {
    _ = try version(.specVersion, of: entry)
    return try version(.version, of: entry) ?? "1.0"
  }

  private static func version(_ field: EnvelopeField, of entry: EntryFields) throws(Refusal) -> String? {
    guard let text = try entry.text(of: field, scalarCountMax: TextLimit.versionScalars) else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let asciiDigits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(asciiDigits.contains) }), let major = parts.first else {
      throw .invalid(entry.label(of: field), "must be a version such as `1.0`")
    }
    guard major.elementsEqual("1".utf8) else { throw .unsupportedVersion(entry.label(of: field)) }
    return text
  }

  static func priority(of entry: EntryFields) throws(Refusal) -> Priority {
    guard let text = try entry.text(of: .priority, scalarCountMax: TextLimit.otherScalars) else { return .normal }
    guard let priority = Priority(rawValue: text) else {
      throw .invalid(
        entry.label(of: .priority),
        "must be one of \(Priority.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    return priority
  }

  /// The source agent and the call chain, which names it where both are given.
  static func agents(of entry: EntryFields) throws(Refusal) -> (sourceAgentID: String?, callChain: [String]) {
    let source = try entry.text(of: .sourceAgentID, scalarCountMax: TextLimit.identifierScalars)
    let chain = try list(.callChain, of: entry)
    if let source, !chain.isEmpty, !chain.contains(where: source.hasSameScalars(as:)) {
      throw .invalid(
        entry.label(of: .callChain),
        "must contain the agent that `\(entry.label(of: .sourceAgentID))` names"
      )
    }
    return (source, chain)
  }

  /// A comma-separated list; blanks around the elements and empty elements don't count.
  static func list(_ field: EnvelopeField, of entry: EntryFields) throws(Refusal) -> [String] {
    guard let text = try entry.text(of: field, scalarCountMax: TextLimit.listScalars) else { return [] }
    let elements = text.utf8.split(separator: UInt8(ascii: ",")).compactMap { element -> String? in
      let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") }
      let head = element.drop(while: isBlank)
      guard let end = head.lastIndex(where: { !isBlank($0) }) else { return nil }
      return String(Substring(head[...end]))
    }
    guard elements.count <= TextLimit.listElements else {
      throw .invalid(entry.label(of: field), "may list at most \(TextLimit.listElements) elements")
    }
    return elements
  }

  /// A malformed trace context is as good as none (W3C Trace Context, section 4.3): tracing must cost no event.
  static func traceparent(of entry: EntryFields) throws(Refusal) -> String? {
    guard let text = try entry.text(of: .traceparent, scalarCountMax: TextLimit.otherScalars) else { return nil }
    // version-traceid-parentid-flags, of which later versions may be longer.
    let bytes = Array(text.utf8)
    guard bytes.count >= 55, bytes.count == 55 || (bytes[55] == UInt8(ascii: "-") && !text.hasPrefix("00")) else {
      return nil
    }
    let dashes: Set = [2, 35, 52]
    let isWellFormed = bytes[..<55].enumerated().allSatisfy { index, byte in
      guard !dashes.contains(index) else { return byte == UInt8(ascii: "-") }
      return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
    let isZero = { (digits: ArraySlice<UInt8>) in digits.allSatisfy { $0 == UInt8(ascii: "0") } }
    guard isWellFormed, !text.hasPrefix("ff"), !isZero(bytes[3..<35]), !isZero(bytes[36..<52]) else { return nil }
    return text
  }
}
