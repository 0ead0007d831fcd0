/// The parameters of one execution, in the order of `$1`, `$2`, …: their types, and all their bytes in one arena.
public struct PostgresParameters: Sendable {
  /// The 16-bit count of the protocol's Bind message.
  static let countMax = 65_535
  /// Below the server's limit of 1 GB for one message (`PQ_LARGE_MESSAGE_LIMIT`).
  static let byteCountMax = 1_000_000_000

  private(set) var types: [PostgresType] = []
  /// Byte count of each parameter; -1 for NULL.
  private(set) var lengths: [Int] = []
  private var writer = PostgresByteWriter()

  /// No parameters yet.
  public init() {}

  var bytes: [UInt8] { writer.bytes }

  /// Adds the next parameter.
  public mutating func append<Value: PostgresEncodable>(_ value: Value) {
    types.append(Value.postgresType)
    if value.isPostgresNull {
      lengths.append(-1)
      return
    }
    let start = writer.count
    value.encode(into: &writer)
    lengths.append(writer.count - start)
  }

  /// Why the server would have to refuse these parameters as a whole.
  var limitViolation: PostgresError? {
    if types.count > Self.countMax {
      return PostgresError(.encoding, "\(types.count) parameters; a statement takes at most \(Self.countMax)")
    }
    if writer.count > Self.byteCountMax {
      return PostgresError(.encoding, "\(writer.count) bytes of parameters; at most \(Self.byteCountMax) can be sent")
    }
    return nil
  }
}
