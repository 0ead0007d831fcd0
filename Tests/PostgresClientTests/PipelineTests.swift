import FoundationEssentials
import PostgresClient
import TestSupport
import Testing

private struct Bulk: PostgresStatement {
  struct Row: Sendable, Equatable {
    let count: Int64
    let length: Int64
    let sum: Double
    let latest: PostgresTimestamp
    let distinct: Int64
  }

  static let sql = """
    SELECT count(*), sum(length(t))::bigint, sum(d), max(at), count(DISTINCT id)
    FROM unnest($1, $2, $3, $4) AS r (id, t, d, at)
    """
  let ids: [UUID]
  let texts: [String]
  let numbers: [Double]
  let times: [PostgresTimestamp]

  func bind(_ parameters: inout PostgresParameters) {
    parameters.append(ids)
    parameters.append(texts)
    parameters.append(numbers)
    parameters.append(times)
  }

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      count: try row.int64(),
      length: try row.int64(),
      sum: try row.double(),
      latest: try row.timestamp(),
      distinct: try row.int64()
    )
  }
}

private struct EchoTexts: PostgresStatement {
  static let sql = "SELECT t FROM unnest($1) AS r (t)"
  let texts: [String]
  func bind(_ parameters: inout PostgresParameters) { parameters.append(texts) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String { try row.string() }
}

private struct Prepared: PostgresStatement {
  static let sql = "SELECT count(*) FROM pg_prepared_statements"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

private struct FromMissingTable: PostgresStatement {
  static let sql = "SELECT count(*) FROM item"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

private struct WholeItem: PostgresStatement {
  static let sql = "SELECT * FROM item"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    _ = try row.int64()
    return try row.int64()
  }
}

@Suite struct PipelineTests {
  @Test func `several statements of different types return in order`() async throws {
    try await withConnection { connection, _ in
      let (numbers, texts, more) = try await connection.send(
        SelectNumber(number: 3),
        SelectText(text: "drei"),
        SelectNumber(number: 4)
      )
      #expect(numbers == [3] && texts == ["drei"] && more == [4])
    }
  }

  @Test func `a thousand statements of one type travel together`() async throws {
    try await withConnection { connection, _ in
      let rows = try await connection.send((0..<1000).map { SelectNumber(number: $0) })
      #expect(rows == (0..<1000).map { [$0] })
      let none: [[Int64]] = try await connection.send([SelectNumber]())
      #expect(none.isEmpty)
    }
  }

  @Test func `affected rows are counted`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript(Item.table)
      let inserted = try await connection.execute(Item.InsertMany(ids: [1, 2, 3], amounts: [0, 0, 0]))
      #expect(inserted.affectedCount == 3 && inserted.rows.isEmpty)
      let (added, none) = try await connection.execute(Item.Add(id: 2), Item.Add(id: 9))
      #expect(added.affectedCount == 1 && added.rows == [1])
      #expect(none.affectedCount == 0 && none.rows.isEmpty)
    }
  }

  @Test func `tens of megabytes go both ways without a deadlock`() async throws {
    try await withConnection { connection, _ in
      let text = String(repeating: "x", count: 2000)
      let count = 10_000
      let bulk = Bulk(
        ids: (0..<count).map { _ in UUID() },
        texts: Array(repeating: text, count: count),
        numbers: (0..<count).map(Double.init),
        times: (0..<count).map { PostgresTimestamp(microsecondsSince1970: Int64($0)) }
      )
      let (first, texts, second) = try await connection.send(bulk, EchoTexts(texts: bulk.texts), bulk)
      let expected = Bulk.Row(
        count: 10_000,
        length: 20_000_000,
        sum: 49_995_000,
        latest: PostgresTimestamp(microsecondsSince1970: 9999),
        distinct: 10_000
      )
      #expect(first == [expected] && second == [expected])
      #expect(texts.count == count && texts.allSatisfy { $0 == text })
    }
  }

  @Test func `many large answers while many large questions are sent don't deadlock`() async throws {
    try await withConnection { connection, _ in
      let text = String(repeating: "y", count: 200_000)
      let rows = try await connection.send((0..<100).map { _ in SelectText(text: text) })
      #expect(rows.count == 100 && rows.allSatisfy { $0 == [text] })
    }
  }

  @Test func `an error in the middle undoes everything, and nothing after it runs`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript(Item.table)
      let error = try await postgresError {
        _ = try await connection.send(Item.Insert(id: 1), Item.Insert(id: 2, amount: -5), Item.Insert(id: 3))
      }
      #expect(error?.code == .server(sqlState: "23514"))
      #expect(error?.constraintName == "item_amount_check")
      #expect(error?.statementName == "Insert")
      #expect(error?.isRetriable == false && error?.isConnectionFault == false && error?.isOutcomeUnknown == false)
      #expect(error.map { "\($0)".contains("-5") } == false, "DETAIL would quote the row")
      #expect(try await connection.send(Item.Identifiers()) == [])
    }
  }

  @Test func `a deferred constraint fails the implicit commit`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript(
        """
        CREATE TABLE item (id bigint, amount bigint,
          CONSTRAINT item_unique UNIQUE (id) DEFERRABLE INITIALLY DEFERRED);
        """
      )
      let error = try await postgresError {
        _ = try await connection.send(Item.Insert(id: 1), Item.Insert(id: 1))
      }
      #expect(error?.code == .server(sqlState: "23505"))
      #expect(error?.isOutcomeUnknown == false)
      #expect(try await connection.send(Item.Identifiers()) == [])
    }
  }

  @Test func `a statement is prepared once, and again after a failure to prepare`() async throws {
    try await withConnection { connection, _ in
      #expect(try await connection.send(Prepared()) == [1])
      _ = try await connection.send(SelectNumber(number: 1), SelectNumber(number: 2), SelectText(text: ""))
      _ = try await connection.send(SelectNumber(number: 1))
      #expect(try await connection.send(Prepared()) == [3])
      let error = try await postgresError { _ = try await connection.send(FromMissingTable()) }
      #expect(error?.code == .server(sqlState: "42P01"))
      #expect(error?.statementName == "FromMissingTable")
      try await connection.executeScript(Item.table)
      #expect(try await connection.send(FromMissingTable()) == [0])
    }
  }

  @Test func `a plan made stale by a change of the schema drops the connection`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript(Item.table + "INSERT INTO item VALUES (1, 2)")
      #expect(try await connection.send(WholeItem()) == [2])
      try await connection.executeScript("ALTER TABLE item ADD COLUMN more text")
      let error = try await postgresError { _ = try await connection.send(WholeItem()) }
      #expect(error?.isTransactionRetriable == true && error?.isConnectionFault == true)
      #expect(connection.isClosed)
    }
  }

  @Test func `a script runs several statements in one transaction`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript(Item.table)
      let error = try await postgresError {
        try await connection.executeScript("INSERT INTO item VALUES (1, 1); SELECT 1/0; INSERT INTO item VALUES (2, 2)")
      }
      #expect(error?.code == .server(sqlState: "22012"))
      #expect(try await connection.send(Item.Identifiers()) == [])
      try await connection.executeScript("INSERT INTO item VALUES (1, 1); DO $$ BEGIN RAISE NOTICE 'silent'; END $$")
      #expect(try await connection.send(Item.Identifiers()) == [1])
    }
  }

  @Test func `a script that wants to copy from us closes the connection`() async throws {
    try await withConnection { connection, _ in
      try await connection.executeScript(Item.table)
      let error = try await postgresError { try await connection.executeScript("COPY item FROM STDIN") }
      #expect(error?.code == .connectionLost)
      #expect(connection.isClosed)
    }
  }
}
