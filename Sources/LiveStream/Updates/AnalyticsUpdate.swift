import EventModel

/// One message of a tenant's channel: what changed in its analytics.
///
/// Kept as the text of its server-sent event, so that it is written once for all who may see the whole; of the changes
/// only their places in it are known.
public struct AnalyticsUpdate: Sendable {
  /// Bytes of a message.
  public static let messageByteCountMax = 64 * 1024
  /// Bytes of a message's id.
  public static let idByteCountMax = 128
  /// Arrays and objects in each other.
  private static let depthMax = 8
  private static let type = "metric_update"

  /// Unique within the tenant: printable ASCII without spaces.
  public let id: String
  /// Whether the message says only that much has changed: a listener has to read everything again.
  public let isTruncated: Bool
  private let event: [UInt8]
  private let changes: [Change]

  private struct Change: Sendable {
    /// `nil` for a change that is nobody's.
    let repID: ListenedRepID?
    /// In the event.
    let place: Range<Int>
  }

  /// Reads a message: an object with `id`, `type` "metric_update", `at` (RFC 3339), `changes` (objects, each with `metric`
  /// and `rep_id`, which may be null) and `truncated`, which may be absent. Other members of a change are kept, others of
  /// the message are not.
  ///
  /// `nil` for anything else. A change without `rep_id` is refused, because it is open who may see it.
  public init?(message: [UInt8]) {
    guard message.count <= Self.messageByteCountMax,
      case .success(let json) = Result(catching: { try JSONParser.parse(message, depthMax: Self.depthMax) }),
      case .string(let id)? = json["id"], Self.isID(id),
      case .string(Self.type)? = json["type"],
      case .string(let instant)? = json["at"], let time = Timestamp(rfc3339: instant),
      case .array(let values)? = json["changes"]
    else { return nil }
    switch json["truncated"] {
    case nil, .bool(false)?: isTruncated = false
    case .bool(true)?: isTruncated = true
    default: return nil
    }
    var repIDs: [ListenedRepID?] = []
    for value in values {
      guard case .string? = value["metric"] else { return nil }
      switch value["rep_id"] {
      case .null?: repIDs.append(nil)
      case .string(let text)?: repIDs.append(ListenedRepID(text))
      default: return nil
      }
    }
    self.id = id
    (event, changes) = Self.write(id: id, time: time, values: values, repIDs: repIDs)
  }

  /// Ids of our own marks begin with this, see ``UpdateLog``.
  static let reservedIDPrefix = "@"

  private static func isID(_ text: String) -> Bool {
    (1...idByteCountMax).contains(text.utf8.count) && !text.hasPrefix(reservedIDPrefix)
      && text.utf8.allSatisfy { (UInt8(ascii: "!")...UInt8(ascii: "~")).contains($0) }
  }

  private static func write(
    id: String,
    time: Timestamp,
    values: [JSONValue],
    repIDs: [ListenedRepID?]
  ) -> (event: [UInt8], changes: [Change]) {
    let head = JSONValue.object([
      JSONMember("id", .string(id)), JSONMember("type", .string(type)), JSONMember("at", .string(time.rfc3339)),
      JSONMember("changes", .array([])),
    ])
    var data = Array(JSONWriter.compact(head).dropLast(2))
    var places: [Range<Int>] = []
    for value in values {
      if !places.isEmpty { data.append(UInt8(ascii: ",")) }
      let start = data.count
      data += JSONWriter.compact(value)
      places.append(start..<data.count)
    }
    data += Array("]}".utf8)
    let event = ServerSentEvent(id: id, name: type, data: data).bytes
    // The data is one line, since JSON escapes line breaks, and only the blank line follows it.
    let offset = event.count - data.count - 2
    let changes = zip(repIDs, places).map { repID, place in
      Change(repID: repID, place: place.lowerBound + offset..<place.upperBound + offset)
    }
    return (event, changes)
  }
}

extension AnalyticsUpdate {
  /// What it takes in memory, about, in bytes.
  var byteCount: Int {
    event.count + changes.count * MemoryLayout<Change>.stride + id.utf8.count + Self.overheadByteCount
  }

  /// Of three allocations, and of its place in a queue.
  private static let overheadByteCount = 200

  /// Whether anything is in it for who sees with this filter; `nil` sees everything.
  func concerns(_ filter: RepFilter?) -> Bool {
    guard let filter else { return true }
    return isTruncated || changes.contains { filter.admits($0.repID) }
  }

  /// The server-sent event, with those changes alone that the filter admits.
  func bytes(for filter: RepFilter?) -> [UInt8] {
    guard let filter, let first = changes.first, let last = changes.last else { return event }
    let admitted = changes.filter { filter.admits($0.repID) }
    if admitted.count == changes.count { return event }
    var bytes = Array(event[..<first.place.lowerBound])
    for (index, change) in admitted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += event[change.place]
    }
    return bytes + event[last.place.upperBound...]
  }
}
