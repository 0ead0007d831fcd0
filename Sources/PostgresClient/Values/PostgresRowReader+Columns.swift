public import FoundationEssentials

// One word per column type, so that a statement's `decode` reads like its column list.
extension PostgresRowReader {
  /// The next column, a uuid.
  public mutating func uuid() throws(PostgresError) -> UUID { try value() }

  /// The next column, a uuid or NULL.
  public mutating func optionalUUID() throws(PostgresError) -> UUID? { try optional() }

  /// The next column, an array of uuid without NULLs.
  public mutating func uuidArray() throws(PostgresError) -> [UUID] { try array() }

  /// The next column, a text. Cast an enum, citext or numeric to text in the SQL.
  public mutating func string() throws(PostgresError) -> String { try value() }

  /// The next column, a text or NULL.
  public mutating func optionalString() throws(PostgresError) -> String? { try optional() }

  /// The next column, an array of text without NULLs.
  public mutating func stringArray() throws(PostgresError) -> [String] { try array() }

  /// The next column, a smallint.
  public mutating func int16() throws(PostgresError) -> Int16 { try value() }

  /// The next column, a smallint or NULL.
  public mutating func optionalInt16() throws(PostgresError) -> Int16? { try optional() }

  /// The next column, a integer.
  public mutating func int32() throws(PostgresError) -> Int32 { try value() }

  /// The next column, an array of integer without NULLs.
  public mutating func int32Array() throws(PostgresError) -> [Int32] { try array() }

  /// The next column, a bigint.
  public mutating func int64() throws(PostgresError) -> Int64 { try value() }

  /// The next column, a bigint or NULL.
  public mutating func optionalInt64() throws(PostgresError) -> Int64? { try optional() }

  /// The next column, a double precision.
  public mutating func double() throws(PostgresError) -> Double { try value() }

  /// The next column, a double precision or NULL.
  public mutating func optionalDouble() throws(PostgresError) -> Double? { try optional() }

  /// The next column, a boolean.
  public mutating func bool() throws(PostgresError) -> Bool { try value() }

  /// The next column, a timestamptz.
  public mutating func timestamp() throws(PostgresError) -> PostgresTimestamp { try value() }

  /// The next column, a timestamptz or NULL.
  public mutating func optionalTimestamp() throws(PostgresError) -> PostgresTimestamp? { try optional() }

  /// The next column, a jsonb or json.
  public mutating func json() throws(PostgresError) -> PostgresJSON { try value() }

  /// The next column, a jsonb or json or NULL.
  public mutating func optionalJSON() throws(PostgresError) -> PostgresJSON? { try optional() }

  /// The next column, an array of jsonb or json without NULLs.
  public mutating func jsonArray() throws(PostgresError) -> [PostgresJSON] { try array() }

  /// The next column, a bytea.
  public mutating func bytes() throws(PostgresError) -> PostgresBytes { try value() }
}
