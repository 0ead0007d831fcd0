public import EventModel

/// What is told of one tenant's roll-ups after a fold: a message of the channel `t:{tenant_id}:analytics`.
public struct MetricUpdate: Hashable, Sendable {
  /// Changes of one message at most; with more of them the message only says that there are.
  public static let changeCountMax = 50

  /// Unique, and later ones are greater by the milliseconds before the hyphen.
  public let id: String
  public let time: Timestamp
  /// Empty where there are too many.
  public let changes: [MetricChange]
  public let isTruncated: Bool

  public init(id: String, time: Timestamp, changes: [MetricChange]) {
    self.id = id
    self.time = time
    isTruncated = changes.count > Self.changeCountMax
    self.changes = isTruncated ? [] : changes
  }

  /// The message: a compact JSON object.
  public var data: JSONValue {
    Self.message(id: id, time: time, changes: changes.map(\.data), isTruncated: isTruncated)
  }

  /// Any message of the channel.
  /// - Parameter changes: objects with `metric` and `rep_id`, which may be null.
  public static func message(
    id: String,
    time: Timestamp,
    changes: [JSONValue],
    isTruncated: Bool = false
  ) -> JSONValue {
    var members = [
      JSONMember("id", .string(id)), JSONMember("type", .string("metric_update")),
      JSONMember("at", .string(time.rfc3339)), JSONMember("changes", .array(changes)),
    ]
    if isTruncated { members.append(JSONMember("truncated", .bool(true))) }
    return .object(members)
  }

  /// - Parameters:
  ///   - milliseconds: since 1970.
  ///   - discriminator: what tells it from those of other processes.
  public static func id(milliseconds: Int64, discriminator: UInt32) -> String {
    let text = String(discriminator, radix: 16)
    return "\(milliseconds)-\(String(repeating: "0", count: 8 - text.count))\(text)"
  }
}
