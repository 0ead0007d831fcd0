/// `HSCAN`: one step of a walk over the fields of a hash. A field may come twice; a small hash comes whole.
public struct HashScan: RedisCommand {
  public struct Page: Hashable, Sendable {
    /// Where the next step begins; 0 when the walk is over.
    public let cursor: UInt64
    public let fields: [RedisField]
  }

  private let key: String
  private let cursor: UInt64
  private let count: Int

  /// - Parameters:
  ///   - cursor: 0, and then that of the page before.
  ///   - count: about how many fields to return.
  public init(key: String, cursor: UInt64 = 0, count: Int) {
    self.key = key
    self.cursor = cursor
    self.count = count
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("HSCAN")
    encoder.append(key)
    encoder.append(cursor)
    encoder.append("COUNT")
    encoder.append(count)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Page {
    let parts = try reply.elements(atLeast: 2)
    guard let cursor = UInt64(try parts[0].text()) else { throw reply.mismatch(expected: "a cursor") }
    return Page(cursor: cursor, fields: try parts[1].fields())
  }
}
