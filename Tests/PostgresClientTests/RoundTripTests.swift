import FoundationEssentials
import PostgresClient
import TestSupport
import Testing

/// Sends values of one type there and back: alone, absent, in arrays, with gaps.
private struct Echo<Value: PostgresScalar & PostgresDecodable & Equatable>: PostgresStatement {
  struct Row: Sendable {
    let value: Value
    let absent: Value?
    let array: [Value]
    let gaps: [Value?]
    let empty: [Value]
    let absentArray: [Value]?
    let text: String
  }

  static var sql: String { "SELECT $1, $2, $3, $4, $5, $6, $1::text" }
  let value: Value
  let others: [Value]

  func bind(_ parameters: inout PostgresParameters) {
    parameters.append(value)
    parameters.append(Value?.none)
    parameters.append(others)
    parameters.append([nil, value, nil])
    parameters.append([Value]())
    parameters.append([Value]?.none)
  }

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      value: try row.value(),
      absent: try row.optional(),
      array: try row.array(),
      gaps: try row.arrayOfOptionals(),
      empty: try row.array(),
      absentArray: try row.optionalArray(),
      text: try row.string()
    )
  }
}

private struct Mismatch: PostgresStatement {
  static let sql = "SELECT 'x'::text AS first, NULL::bigint AS second, 'infinity'::timestamptz AS third"
  typealias Row = Int32

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 { try row.int32() }
}

private struct ReadsNull: PostgresStatement {
  static let sql = "SELECT NULL::bigint AS amount"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

private struct ReadsInfinity: PostgresStatement {
  static let sql = "SELECT 'infinity'::timestamptz AS at"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> PostgresTimestamp { try row.timestamp() }
}

private struct ReadsTooMuch: PostgresStatement {
  static let sql = "SELECT 1"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 { try row.int32() + row.int32() }
}

private struct ReadsTooLittle: PostgresStatement {
  static let sql = "SELECT 1, 2"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 { try row.int32() }
}

private struct ReadsNone: PostgresStatement {
  static let sql = "SELECT 1"
}

private struct Columns: PostgresStatement {
  static let sql = """
    SELECT 'n'::name, 'v'::varchar, 'c'::char(2), '{"a":1}'::json, ARRAY['{}']::json[], ARRAY['x']::varchar[]
    """
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> [String] {
    let texts = [try row.string(), try row.string(), try row.string(), try row.json().text]
    return texts + (try row.jsonArray().map(\.text)) + (try row.stringArray())
  }
}

@Suite struct RoundTripTests {
  private func check<Value: PostgresScalar & PostgresDecodable & Equatable>(
    _ connection: PostgresConnection,
    _ values: [Value],
    _ texts: [String]
  ) async throws {
    for (value, text) in zip(values, texts) {
      let rows = try await connection.send(Echo(value: value, others: values))
      let row = try #require(rows.first)
      #expect(rows.count == 1)
      #expect(row.value == value)
      #expect(row.absent == nil)
      #expect(row.array == values)
      #expect(row.gaps == [nil, value, nil])
      #expect(row.empty.isEmpty)
      #expect(row.absentArray == nil)
      #expect(row.text == text)
    }
  }

  @Test func `every type comes back as it was sent, and means the same to the server`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript("SET timezone = 'UTC'")
      try await check(connection, [true, false], ["true", "false"])
      try await check(connection, [Int16.min, -1, .max], ["-32768", "-1", "32767"])
      try await check(connection, [Int32.min, 0, .max], ["-2147483648", "0", "2147483647"])
      try await check(connection, [Int64.min, 42, .max], ["-9223372036854775808", "42", "9223372036854775807"])
      try await check(
        connection,
        [0.1, -2.5e300, .infinity, -.infinity, .leastNonzeroMagnitude],
        ["0.1", "-2.5e+300", "Infinity", "-Infinity", "5e-324"]
      )
      let uuid = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
      try await check(connection, [uuid], ["00112233-4455-6677-8899-aabbccddeeff"])
      try await check(connection, ["", "ä'\"\\🙂", "{,}"], ["", "ä'\"\\🙂", "{,}"])
      try await check(connection, [PostgresBytes([]), PostgresBytes([0, 255])], ["\\x", "\\x00ff"])
      try await check(connection, [PostgresJSON(text: #"{"a": [1]}"#)], [#"{"a": [1]}"#])
      try await check(
        connection,
        [0, -1, 946_684_799_999_999, 1_700_000_000_000_001, -62_135_596_800_000_000].map {
          PostgresTimestamp(microsecondsSince1970: $0)
        },
        [
          "1970-01-01 00:00:00+00", "1969-12-31 23:59:59.999999+00", "1999-12-31 23:59:59.999999+00",
          "2023-11-14 22:13:20.000001+00", "0001-01-01 00:00:00+00",
        ]
      )
    }
  }

  @Test func `relatives of text and jsonb are read as such`() async throws {
    try await withConnection { connection, _ in
      let rows = try await connection.send(Columns())
      #expect(rows == [["n", "v", "c ", "{\"a\":1}", "{}", "x"]])
    }
  }

  @Test func `a row that isn't what was declared is an error that says which column`() async throws {
    try await withConnection { connection, _ in
      let mismatch = try await postgresError { _ = try await connection.send(Mismatch()) }
      #expect(mismatch?.code == .decoding)
      #expect(mismatch?.message == "column 'first': expected integer, found text")
      #expect(mismatch?.statementName == "Mismatch")
      let null = try await postgresError { _ = try await connection.send(ReadsNull()) }
      #expect(null?.message == "column 'amount': expected Int64, found NULL")
      let infinity = try await postgresError { _ = try await connection.send(ReadsInfinity()) }
      #expect(infinity?.message.hasPrefix("column 'at': expected PostgresTimestamp") == true)
      let tooMuch = try await postgresError { _ = try await connection.send(ReadsTooMuch()) }
      #expect(tooMuch?.message == "column 2 was read, but the statement returns 1")
      let tooLittle = try await postgresError { _ = try await connection.send(ReadsTooLittle()) }
      #expect(tooLittle?.message == "the statement returns 2 columns, but 1 were read")
      let none = try await postgresError { _ = try await connection.send(ReadsNone()) }
      #expect(none?.code == .decoding)
      #expect(try await connection.send(SelectNumber(number: 7)) == [7], "the connection stays good")
    }
  }
}
