/// `XRANGE` and `XREVRANGE`: entries between two ids.
public struct StreamRange: RedisCommand {
  public enum Bound: Hashable, Sendable {
    /// The first or the last entry of the stream: `-` or `+`.
    case unbounded
    case including(RedisStreamID)
    case excluding(RedisStreamID)
  }

  public enum Order: Hashable, Sendable {
    case oldestFirst
    case newestFirst
  }

  private let key: String
  private let lower: Bound
  private let upper: Bound
  private let count: Int?
  private let order: Order

  /// - Parameters:
  ///   - lower: the older end, in either order.
  ///   - upper: the newer end, in either order.
  ///   - count: entries at most; `nil` is unlimited.
  public init(
    key: String,
    from lower: Bound = .unbounded,
    to upper: Bound = .unbounded,
    count: Int? = nil,
    order: Order = .oldestFirst
  ) {
    precondition(count.map { $0 >= 0 } ?? true, "a count isn't negative")
    self.key = key
    self.lower = lower
    self.upper = upper
    self.count = count
    self.order = order
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    switch order {
    case .oldestFirst:
      encoder.append("XRANGE")
      encoder.append(key)
      encoder.append(lower, unbounded: "-")
      encoder.append(upper, unbounded: "+")
    case .newestFirst:
      encoder.append("XREVRANGE")
      encoder.append(key)
      encoder.append(upper, unbounded: "+")
      encoder.append(lower, unbounded: "-")
    }
    if let count {
      encoder.append("COUNT")
      encoder.append(count)
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [RedisStreamEntry] {
    try reply.streamEntries()
  }
}

extension RedisCommandEncoder {
  mutating func append(_ bound: StreamRange.Bound, unbounded: String) {
    switch bound {
    case .unbounded: append(unbounded)
    case .including(let id): append(id)
    case .excluding(let id): append("(\(id)")
    }
  }
}
