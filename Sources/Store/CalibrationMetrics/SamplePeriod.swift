public import EventModel
import PostgresClient

/// Which samples are asked for: of one time or all of it, as they are known at a time.
public struct SamplePeriod: Hashable, Sendable {
  /// Actions of this time or later; `nil` is from the beginning.
  public let from: Timestamp?
  /// Actions before this time; `nil` is without an end.
  public let to: Timestamp?
  /// Samples whose windows end later aren't matured.
  public let now: Timestamp

  public init(from: Timestamp? = nil, to: Timestamp? = nil, asOf now: Timestamp) {
    self.from = from
    self.to = to
    self.now = now
  }
}

extension PostgresParameters {
  /// Three parameters: from, to and now.
  mutating func append(_ period: SamplePeriod) {
    append(period.from.map(PostgresTimestamp.init))
    append(period.to.map(PostgresTimestamp.init))
    append(PostgresTimestamp(period.now))
  }
}
