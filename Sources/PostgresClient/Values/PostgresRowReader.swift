import CLibpq

/// Reads the columns of one row from left to right, straight from libpq's memory.
///
/// It can't be copied, so it can't outlive the row. Each read checks the column's type and length; a mismatch is an error
/// that names the column and both types.
public struct PostgresRowReader: ~Copyable {
  private let result: OpaquePointer
  private let row: Int32
  private let columnCount: Int32
  private var column: Int32 = 0

  init(result: OpaquePointer, row: Int32, columnCount: Int32) {
    self.result = result
    self.row = row
    self.columnCount = columnCount
  }

  /// The next column; NULL is an error.
  public mutating func value<Value: PostgresDecodable>(of type: Value.Type = Value.self) throws(PostgresError) -> Value
  {
    guard let value = try optional(of: type) else { throw fault(expected: Value.self, found: "NULL", at: column - 1) }
    return value
  }

  /// The next column, or `nil` for NULL.
  public mutating func optional<Value: PostgresDecodable>(
    of type: Value.Type = Value.self
  ) throws(PostgresError) -> Value? {
    let found = try nextType {
      Value.isRead(from: $0)
    } expected: {
      Value.postgresTypes
    }
    guard let raw = nextBytes() else { return nil }
    guard let value = Value.decode(raw, type: found) else {
      throw fault(expected: Value.self, found: "\(raw.count) bytes that aren't one", at: column - 1)
    }
    return value
  }

  /// The next column, a one-dimensional array without NULLs.
  public mutating func array<Value: PostgresDecodable>(
    of type: Value.Type = Value.self
  ) throws(PostgresError) -> [Value] {
    guard let values = try optionalArray(of: type) else {
      throw fault(expected: [Value].self, found: "NULL", at: column - 1)
    }
    return values
  }

  /// The next column, a one-dimensional array without NULLs inside, or `nil` for NULL.
  public mutating func optionalArray<Value: PostgresDecodable>(
    of type: Value.Type = Value.self
  ) throws(PostgresError) -> [Value]? {
    let elementType = try nextElementType(of: Value.self)
    guard let raw = nextBytes() else { return nil }
    guard var array = ArrayReader(raw, elementType: elementType) else {
      throw fault(expected: [Value].self, found: "bytes that aren't one", at: column - 1)
    }
    var values: [Value] = []
    values.reserveCapacity(array.count)
    while let element = array.next() {
      guard case .value(let bytes) = element, let value = Value.decode(bytes, type: elementType) else {
        throw fault(expected: [Value].self, found: "another element", at: column - 1)
      }
      values.append(value)
    }
    return values
  }

  /// The next column, a one-dimensional array some of whose elements may be NULL.
  public mutating func arrayOfOptionals<Value: PostgresDecodable>(
    of type: Value.Type = Value.self
  ) throws(PostgresError) -> [Value?] {
    let elementType = try nextElementType(of: Value.self)
    guard let raw = nextBytes(), var array = ArrayReader(raw, elementType: elementType) else {
      throw fault(expected: [Value?].self, found: "NULL or bytes that aren't one", at: column - 1)
    }
    var values: [Value?] = []
    values.reserveCapacity(array.count)
    while let element = array.next() {
      switch element {
      case .null: values.append(nil)
      case .value(let bytes):
        guard let value = Value.decode(bytes, type: elementType) else {
          throw fault(expected: [Value?].self, found: "another element", at: column - 1)
        }
        values.append(value)
      case .malformed: throw fault(expected: [Value?].self, found: "bytes that aren't one", at: column - 1)
      }
    }
    return values
  }

  /// A row must be read to its end: a column left over means that the SQL and the type have drifted apart.
  func checkExhausted() throws(PostgresError) {
    if column != columnCount {
      throw PostgresError(.decoding, "the statement returns \(columnCount) columns, but \(column) were read")
    }
  }

  private mutating func nextElementType<Value: PostgresDecodable>(
    of type: Value.Type
  ) throws(PostgresError) -> PostgresType {
    let found = try nextType {
      Value.postgresArrayTypes.contains($0)
    } expected: {
      Value.postgresArrayTypes
    }
    guard let index = Value.postgresArrayTypes.firstIndex(of: found) else { return found }
    return Value.postgresTypes[index]
  }

  /// Steps to the next column and checks its type (`PQftype`).
  private mutating func nextType(
    _ isAccepted: (PostgresType) -> Bool,
    expected: () -> [PostgresType]
  ) throws(PostgresError) -> PostgresType {
    guard column < columnCount else {
      throw PostgresError(.decoding, "column \(column + 1) was read, but the statement returns \(columnCount)")
    }
    let found = PostgresType(rawValue: PQftype(result, column))
    column += 1
    if !isAccepted(found) {
      let expected = expected().first.map { "\($0)" } ?? "nothing"
      throw PostgresError(.decoding, "column \(name(of: column - 1)): expected \(expected), found \(found)")
    }
    return found
  }

  /// The bytes of the column just stepped to (`PQgetvalue`), valid while the result lives; `nil` for NULL.
  private func nextBytes() -> UnsafeRawBufferPointer? {
    if PQgetisnull(result, row, column - 1) != 0 { return nil }
    let length = Int(PQgetlength(result, row, column - 1))
    return UnsafeRawBufferPointer(start: PQgetvalue(result, row, column - 1), count: length)
  }

  private func fault<Value>(expected: Value.Type, found: String, at column: Int32) -> PostgresError {
    PostgresError(.decoding, "column \(name(of: column)): expected \(expected), found \(found)")
  }

  private func name(of column: Int32) -> String {
    guard let name = PQfname(result, column) else { return "\(column + 1)" }
    return "'\(String(cString: name))'"
  }
}
