/// A `bytea` value.
public struct PostgresBytes: Hashable, Sendable {
  /// The bytes, up to the server's limit of 1 GB per value.
  public let bytes: [UInt8]

  /// A value of these bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}
