public import Delivery
public import EventModel
public import RedisClient

/// Adds events to their streams, many in one round trip.
public struct EventPublisher: Sendable {
  private let redis: RedisConnection

  public init(redis: RedisConnection) {
    self.redis = redis
  }

  /// An entry to add.
  public struct Entry: Sendable {
    public let key: StreamKey
    public let fields: [StreamField]

    public init(key: StreamKey, fields: [StreamField]) {
      self.key = key
      self.fields = fields
    }
  }

  /// Adds all entries, in order.
  /// - Throws: the first refusal; some may have been added by then, and a loss of the connection leaves that open.
  ///   Events carry their ids, so adding one again is harmless.
  public func publish(_ entries: [Entry]) async throws(RedisError) {
    for refusal in try await offer(entries) { if let refusal { throw refusal } }
  }

  /// Adds those entries that Redis takes, in order.
  /// - Returns: for each, why it was refused; `nil` where it was added.
  /// - Throws: where the connection was lost; what was added by then is open.
  public func offer(_ entries: [Entry]) async throws(RedisError) -> [RedisError?] {
    let commands = entries.map { StreamAdd(key: $0.key.text, fields: $0.fields.map(RedisField.init)) }
    return try await redis.pipeline(commands).map { result in
      switch result {
      case .success: nil
      case .failure(let error): error
      }
    }
  }
}
