import FoundationEssentials
import PostgresClient

struct SelectNumber: PostgresStatement {
  static let sql = "SELECT $1"
  let number: Int64
  func bind(_ parameters: inout PostgresParameters) { parameters.append(number) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

struct SelectText: PostgresStatement {
  static let sql = "SELECT $1"
  let text: String
  func bind(_ parameters: inout PostgresParameters) { parameters.append(text) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String { try row.string() }
}

struct Sleep: PostgresStatement {
  static let sql = "SELECT pg_sleep($1) IS NULL"
  let seconds: Double
  func bind(_ parameters: inout PostgresParameters) { parameters.append(seconds) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool { try row.bool() }
}

struct BackendProcess: PostgresStatement {
  static let sql = "SELECT pg_backend_pid()"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 { try row.int32() }
}

struct Terminate: PostgresStatement {
  static let sql = "SELECT pg_terminate_backend($1)"
  let process: Int32
  func bind(_ parameters: inout PostgresParameters) { parameters.append(process) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool { try row.bool() }
}

/// How many sessions have this process: 1 or 0.
struct CountSessions: PostgresStatement {
  static let sql = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1"
  let process: Int32
  func bind(_ parameters: inout PostgresParameters) { parameters.append(process) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

struct DivideByZero: PostgresStatement {
  static let sql = "SELECT 1 / $1"
  func bind(_ parameters: inout PostgresParameters) { parameters.append(Int32(0)) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 { try row.int32() }
}

/// How many backends run a statement whose text contains this, besides the one that asks.
struct CountRunning: PostgresStatement {
  static let sql = """
    SELECT count(*) FROM pg_stat_activity
    WHERE state = 'active' AND datname = current_database() AND pid <> pg_backend_pid() AND query LIKE $1
    """
  let pattern: String
  func bind(_ parameters: inout PostgresParameters) { parameters.append(pattern) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

/// `item (id bigint PRIMARY KEY, amount bigint NOT NULL CHECK (amount >= 0))`.
enum Item {
  static let table = """
    CREATE TABLE item (id bigint PRIMARY KEY, amount bigint NOT NULL CONSTRAINT item_amount_check CHECK (amount >= 0));
    """

  struct Insert: PostgresStatement {
    static let sql = "INSERT INTO item (id, amount) VALUES ($1, $2)"
    let id: Int64
    var amount: Int64 = 0
    func bind(_ parameters: inout PostgresParameters) {
      parameters.append(id)
      parameters.append(amount)
    }
  }

  struct InsertMany: PostgresStatement {
    static let sql = "INSERT INTO item (id, amount) SELECT * FROM unnest($1, $2)"
    let ids: [Int64]
    let amounts: [Int64]
    func bind(_ parameters: inout PostgresParameters) {
      parameters.append(ids)
      parameters.append(amounts)
    }
  }

  struct Add: PostgresStatement {
    static let sql = "UPDATE item SET amount = amount + 1 WHERE id = $1 RETURNING amount"
    let id: Int64
    func bind(_ parameters: inout PostgresParameters) { parameters.append(id) }
    static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
  }

  struct Amounts: PostgresStatement {
    static let sql = "SELECT amount FROM item ORDER BY id"
    static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
  }

  struct Identifiers: PostgresStatement {
    static let sql = "SELECT id FROM item ORDER BY id"
    static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
  }
}
