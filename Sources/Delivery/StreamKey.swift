public import EventModel

/// The key of one stream of events: a tenant's own, or the shared one of its type (CONTRACT section 1).
public struct StreamKey: Hashable, Sendable, CustomStringConvertible {
  public let eventType: EventType
  /// Whose stream it is; `nil` for the shared one, where each envelope says.
  public let tenant: TenantID?
  /// Whether the key carries Redis Cluster's hash tag, which keeps a stream and its dead letters in one slot.
  public let isHashTagged: Bool
  /// The key as Redis knows it.
  public let text: String

  /// The key of a tenant's stream, as this fleet writes it.
  public init(_ eventType: EventType, tenant: TenantID) {
    self.eventType = eventType
    self.tenant = tenant
    isHashTagged = false
    text = "t:\(tenant):events:\(eventType.rawValue)"
  }

  /// The key of a type's shared stream.
  public init(shared eventType: EventType) {
    self.eventType = eventType
    tenant = nil
    isHashTagged = false
    text = "events:\(eventType.rawValue)"
  }

  /// Reads a key, in either form; `nil` for a key that is no stream of ours, the dead letters among them.
  public init?(text: String) {
    if text.hasPrefix("t:") {
      guard let mark = text.firstRange(ofText: ":events:"),
        let eventType = EventType(rawValue: text[mark.upperBound...])
      else { return nil }
      let (name, isHashTagged) = Self.strippingHashTag(text[..<mark.lowerBound].dropFirst(2))
      // Upper-case ids would be a second stream of the same tenant: the contract writes them in lower case.
      guard let tenant = TenantID(text: String(name)), tenant.description == name else { return nil }
      self.eventType = eventType
      self.tenant = tenant
      self.isHashTagged = isHashTagged
    } else if text.hasPrefix("events:") {
      let (name, isHashTagged) = Self.strippingHashTag(text.dropFirst("events:".count))
      guard let eventType = EventType(rawValue: name) else { return nil }
      self.eventType = eventType
      tenant = nil
      self.isHashTagged = isHashTagged
    } else {
      return nil
    }
    self.text = text
  }

  /// Where entries of this stream go that can't be applied.
  public var deadLetterText: String { text + Self.deadLetterSuffix }

  /// The hash beside the dead letters: by an entry's id in this stream, the id of its letter.
  public var deadLetterIndexText: String { "\(deadLetterText):index" }

  public var description: String { text }

  /// The text says everything.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }

  private static let deadLetterSuffix = ":dlq"

  /// Reads the key of a stream's dead letters; `nil` for any other key.
  public init?(deadLetterText: String) {
    guard deadLetterText.hasSuffix(Self.deadLetterSuffix) else { return nil }
    self.init(text: String(deadLetterText.dropLast(Self.deadLetterSuffix.count)))
  }

  private static func strippingHashTag(_ name: Substring) -> (name: Substring, isHashTagged: Bool) {
    guard name.hasPrefix("{"), name.hasSuffix("}") else { return (name, false) }
    return (name.dropFirst().dropLast(), true)
  }
}

extension EventType {
  fileprivate init?(rawValue: Substring) {
    self.init(rawValue: String(rawValue))
  }
}

extension String {
  fileprivate func firstRange(ofText text: String) -> Range<Index>? {
    var start = startIndex
    while let candidate = self[start...].firstIndex(of: text[text.startIndex]) {
      if self[candidate...].hasPrefix(text) {
        return candidate..<index(candidate, offsetBy: text.count)
      }
      start = index(after: candidate)
    }
    return nil
  }
}
