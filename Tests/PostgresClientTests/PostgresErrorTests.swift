import Testing

@testable import PostgresClient

@Suite struct PostgresErrorTests {
  private func server(_ sqlState: String, fatal: Bool = false) -> PostgresError {
    var error = PostgresError(.server(sqlState: sqlState), "refused", sqlState: sqlState)
    error.endsSession = fatal
    return error
  }

  @Test(arguments: [
    ("40001", true, false, true), ("40P01", true, false, true), ("55P03", true, false, true),
    ("08006", false, true, true), ("57P01", false, true, true), ("57P03", false, true, true),
    ("25006", false, true, true), ("53300", false, true, true), ("53100", false, false, true),
    ("23505", false, false, false), ("42P01", false, false, false), ("0A000", false, false, false),
  ])
  func `each SQLSTATE has its class`(
    sqlState: String,
    isTransactionRetriable: Bool,
    isConnectionFault: Bool,
    isRetriable: Bool
  ) {
    let error = server(sqlState)
    #expect(error.isTransactionRetriable == isTransactionRetriable)
    #expect(error.isConnectionFault == isConnectionFault)
    #expect(error.isRetriable == isRetriable)
  }

  @Test func `a session that the server ends is a connection fault, whatever the SQLSTATE`() {
    #expect(server("25P03", fatal: true).isConnectionFault)
    #expect(!server("25P03").isConnectionFault)
  }

  @Test func `only what proves that nothing was committed says so`() {
    #expect(server("23505").judged(mayHideCommit: true).isKnownFailure)
    #expect(server("57P01", fatal: true).judged(mayHideCommit: false).isKnownFailure)
    #expect(!server("57P01", fatal: true).judged(mayHideCommit: true).isKnownFailure)
    #expect(!PostgresError(.connectionLost, "gone").judged(mayHideCommit: false).isKnownFailure)
    #expect(PostgresError(.notAttempted, "rolled back").judged(mayHideCommit: false).isKnownFailure)
  }
}
