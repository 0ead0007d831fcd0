/// One block of an event stream (WHATWG HTML, section 9.2, "Server-sent events").
///
/// A block without data dispatches nothing; its id counts all the same, and so does its retry time.
public struct ServerSentEvent: Hashable, Sendable {
  /// What the client says in `Last-Event-ID` when it comes back.
  public var id: String?
  /// The type of the event; `nil` is "message".
  public var name: String?
  /// UTF-8; each of its lines becomes one of the block.
  public var data: [UInt8]?
  /// How long the client waits before it connects again, in milliseconds.
  public var retryMilliseconds: Int?

  /// - Parameters:
  ///   - id: without line breaks and NUL, which the format can't carry.
  ///   - name: without line breaks.
  ///   - retryMilliseconds: not negative.
  public init(id: String? = nil, name: String? = nil, data: [UInt8]? = nil, retryMilliseconds: Int? = nil) {
    precondition(id?.utf8.allSatisfy { $0 != 0 && !Self.isLineBreak($0) } ?? true, "an id is one line without NUL")
    precondition(name?.utf8.allSatisfy { !Self.isLineBreak($0) } ?? true, "the name of an event is one line")
    precondition(retryMilliseconds ?? 0 >= 0, "a wait isn't negative")
    self.id = id
    self.name = name
    self.data = data
    self.retryMilliseconds = retryMilliseconds
  }

  /// The block as text in UTF-8, with the blank line that ends it.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 + (data?.count ?? 0))
    if let retryMilliseconds { Self.append("retry", String(retryMilliseconds).utf8, to: &bytes) }
    if let id { Self.append("id", id.utf8, to: &bytes) }
    if let name { Self.append("event", name.utf8, to: &bytes) }
    if let data { for line in Self.lines(of: data) { Self.append("data", line, to: &bytes) } }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// A block that clients skip: it keeps proxies from closing the connection, and shows the server whether it is open.
  public static let comment: [UInt8] = Array(":\n\n".utf8)

  private static func append(_ field: StaticString, _ value: some Collection<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: ":"))
    bytes.append(UInt8(ascii: " "))
    bytes.append(contentsOf: value)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Split at CR LF, CR and LF, each of which would end a field. No data is one empty line.
  private static func lines(of data: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < data.count {
      defer { index += 1 }
      guard isLineBreak(data[index]) else { continue }
      lines.append(data[start..<index])
      if data[index] == UInt8(ascii: "\r"), index + 1 < data.count, data[index + 1] == UInt8(ascii: "\n") { index += 1 }
      start = index + 1
    }
    return lines + [data[start...]]
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
