import Foundation
import IOThread
import PostgresClient
import TestSupport
import Testing

struct SelectOne: PostgresStatement {
  static let sql = "SELECT 1"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int32 { try row.int32() }
}

@Suite struct ConnectionTests {
  @Test func `one statement returns its rows`() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let connection = try await PostgresConnection.connect(PostgresConfiguration(url))
      let rows = try await connection.send(SelectOne())
      #expect(rows == [1])
      await connection.close()
    }
  }
}
