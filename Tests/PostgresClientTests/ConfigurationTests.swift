import PostgresClient
import TestSupport
import Testing

private struct Setting: PostgresStatement {
  static let sql = "SELECT current_setting($1)"
  let name: String
  func bind(_ parameters: inout PostgresParameters) { parameters.append(name) }
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String { try row.string() }
}

@Suite struct ConfigurationTests {
  @Test(arguments: [
    "postgres://app:hunter2@db.example:6432/sales?sslmode=require",
    "host=db.example port=6432 user=app password=hunter2 dbname=sales",
  ])
  func `the password is never shown`(string: String) throws {
    let configuration = try PostgresConfiguration(string)
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(text.contains("postgres://app@db.example:6432/sales"))
      #expect(!text.contains("hunter2"))
    }
  }

  @Test(arguments: [
    "postgres://app:hunter2@[::1", "hunter2", "host=a password='hunter2", "postgres://a:hunter2@h/d?hunter2=1",
    "postgres://a:hunter2%zz@h/d", "postgres://app:x@hunter2@host/db", "password=hunter2 nosuchoption=hunter2",
  ])
  func `a malformed string is refused without quoting it`(string: String) throws {
    let error = #expect(throws: PostgresError.self) { _ = try PostgresConfiguration(string) }
    #expect(error?.code == .configuration)
    #expect(error?.isRetriable == false)
    #expect(error.map { "\($0)".contains("hunter2") } == false)
  }

  @Test func `a timeout that the server would take for none is refused`() {
    #expect(throws: PostgresError.self) { _ = try PostgresConfiguration("", lockTimeout: .zero) }
    #expect(throws: PostgresError.self) { _ = try PostgresConfiguration("", commandTimeout: .seconds(-1)) }
    #expect(throws: PostgresError.self) { _ = try PostgresConfiguration("", statementTimeout: .seconds(3_000_000)) }
  }

  @Test func `settings reach the session, beside those of the string`() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let configuration = try PostgresConfiguration(
        url + "&options=-c%20work_mem%3D5MB&application_name=overridden",
        applicationName: "tests 'quoted'",
        statementTimeout: .milliseconds(1500),
        lockTimeout: .seconds(2),
        idleInTransactionTimeout: nil
      )
      let connection = try await PostgresConnection.connect(configuration)
      let names = ["application_name", "statement_timeout", "lock_timeout", "work_mem", "client_encoding"]
      let values = try await connection.send(names.map(Setting.init))
      #expect(values == [["tests 'quoted'"], ["1500ms"], ["2s"], ["5MB"], ["UTF8"]])
      #expect(try await connection.send(Setting(name: "idle_in_transaction_session_timeout")) == ["0"])
    }
  }

  @Test func `TLS that is required and not to be had is a clear error`() async throws {
    let server = try await PostgresServerProcess.shared
    let configuration = try PostgresConfiguration(server.url() + "?sslmode=require")
    let error = try await postgresError { _ = try await PostgresConnection.connect(configuration) }
    #expect(error?.code == .connectionFailed)
    #expect(error?.message.contains("server does not support SSL, but SSL was required") == true)
  }

  @Test func `failures to connect carry the server's SQLSTATE and no password`() async throws {
    try await PostgresServerProcess.withServer(.init(password: "hunter2")) { server in
      let good = try await PostgresConnection.connect(PostgresConfiguration(server.url()))
      #expect(try await good.send(SelectNumber(number: 1)) == [1])
      await good.close()
      let wrong = server.url().split(separator: "hunter2").joined(separator: "hunter3")
      let refused = try await postgresError { _ = try await PostgresConnection.connect(PostgresConfiguration(wrong)) }
      #expect(refused?.sqlState == "28P01")
      #expect(refused?.isRetriable == false)
      #expect(refused.map { "\($0)".contains("hunter3") } == false)
      let missing = try await postgresError {
        _ = try await PostgresConnection.connect(PostgresConfiguration(server.socketURL(database: "nowhere")))
      }
      #expect(missing?.sqlState == "3D000")
      #expect(missing?.isRetriable == false)
      server.halt(.fast)
      let down = try await postgresError {
        _ = try await PostgresConnection.connect(PostgresConfiguration(server.url()))
      }
      #expect(down?.code == .connectionFailed)
      #expect(down?.isRetriable == true)
      #expect(down?.isConnectionFault == true)
    }
  }

  @Test func `a server that doesn't answer fails the attempt at its deadline`() async throws {
    try await PostgresServerProcess.withServer { server in
      server.pause()
      defer { server.resume() }
      let configuration = try PostgresConfiguration(server.url(), connectTimeout: .milliseconds(200))
      let error = try await postgresError { _ = try await PostgresConnection.connect(configuration) }
      #expect(error?.code == .connectionFailed)
      #expect(error?.message == "no connection within the connect timeout")
    }
  }
}
