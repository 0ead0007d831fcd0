/// A value that can be read from a column, or from an element of an array column.
public protocol PostgresDecodable: Sendable {
  /// The column types that this value is read from; the first one is what an error names as expected.
  static var postgresTypes: [PostgresType] { get }
  /// Whether a column of this type can be read: one of ``postgresTypes``. Asked for every value, so that the types of
  /// columns that are read by the million answer it without making an array.
  static func isRead(from type: PostgresType) -> Bool
  /// The array types whose elements are such values, in the same order.
  static var postgresArrayTypes: [PostgresType] { get }
  /// Reads the binary format of one value; `nil` when the bytes aren't one.
  ///
  /// - Parameter raw: valid during the call only.
  static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> Self?
}

extension PostgresDecodable {
  public static func isRead(from type: PostgresType) -> Bool { postgresTypes.contains(type) }
}

extension UnsafeRawBufferPointer {
  /// A big-endian integer that fills these bytes exactly.
  func wholeInteger<Integer: FixedWidthInteger>(_: Integer.Type = Integer.self) -> Integer? {
    count == MemoryLayout<Integer>.size ? Integer(bigEndian: loadUnaligned(as: Integer.self)) : nil
  }
}
