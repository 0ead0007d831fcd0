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
    var content: [UInt8] = []
    content.reserveCapacity(1024)
    content.append(contentsOf: eventType.rawValue.utf8)
    content.append(0)
    withUnsafeBytes(of: timestamp.microseconds.bigEndian) { content.append(contentsOf: $0) }
    JSONWriter.appendCanonical(Self.normalized(data), to: &content)
    (high, low) = SHA256.hash(data: content).withUnsafeBytes { hash in
      (
        UInt64(bigEndian: hash.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: hash.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
  }

  /// Drops the payload's own members that mean absent, and lower-cases those that are UUIDs by the contract.
  private static func normalized(_ data: JSONValue) -> JSONValue {
    guard let members = data.members else { return data }
    if members.allSatisfy({ !$0.value.meansAbsent && (!isOfUUIDs($0) || !hasUpperCase($0.value)) }) { return data }
    return .object(
      members.compactMap { member in
        guard !member.value.meansAbsent else { return nil }
        return isOfUUIDs(member) ? JSONMember(member.name, lowercasingUUIDs(in: member.value)) : member
      }
    )
  }

  /// Whether the contract says that the member holds UUIDs.
  private static func isOfUUIDs(_ member: JSONMember) -> Bool {
    switch member.name {
    case "conversation_state_id", "conversation_state_ids", "outcome_id": true
    default: false
    }
  }

  private static func hasUpperCase(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    case .array(let elements): elements.contains(where: hasUpperCase)
    case .null, .bool, .number, .object: false
    }
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
