import Crypto

/// The first 16 bytes of the SHA-256 of an event's content by value: type, instant and payload.
///
/// Of two entries with one event id, equal digests mean a redelivery and different ones a conflict. The spelling of the
/// payload doesn't matter (white space, order of members, 1.0 or 1, the case of its UUIDs), nor do its own members that
/// are null or empty text, which mean absent.
public struct ContentDigest: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Exactly 16 bytes; `nil` for any other count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  public init(eventType: EventType, timestamp: Timestamp, data: JSONValue) {
    var content = Array(eventType.rawValue.utf8)
    content.append(0)
    withUnsafeBytes(of: timestamp.microseconds.bigEndian) { content.append(contentsOf: $0) }
    content.append(contentsOf: JSONWriter.canonical(Self.normalized(data)))
    let hash = SHA256.hash(data: content)
    high = hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = hash.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
  }

  /// Drops the payload's own members that mean absent, and lower-cases those that are UUIDs by the contract.
  private static func normalized(_ data: JSONValue) -> JSONValue {
    guard let members = data.members else { return data }
    return .object(
      members.compactMap { member in
        guard !member.value.meansAbsent else { return nil }
        switch member.name {
        case "conversation_state_id", "conversation_state_ids", "outcome_id":
          return JSONMember(member.name, lowercasingUUIDs(in: member.value))
        default: return member
        }
      }
    )
  }

  private static func lowercasingUUIDs(in value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(ConversationID(text: text)?.description ?? text)
    case .array(let elements): .array(elements.map(lowercasingUUIDs))
    case .null, .bool, .number, .object: value
    }
  }
}

extension JSONValue {
  /// Null and empty text stand for a field that isn't given (CONTRACT section 1).
  var meansAbsent: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .bool, .number, .array, .object: false
    }
  }
}
