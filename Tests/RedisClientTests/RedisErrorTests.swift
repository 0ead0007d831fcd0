import Testing

@testable import RedisClient

@Suite("RedisError")
struct RedisErrorTests {
  @Test(
    "the first word of a refusal is its code",
    arguments: [
      ("NOGROUP No such key 'k' or consumer group 'g'", "NOGROUP"), ("ERR syntax error", "ERR"), ("OOM", "OOM"),
      ("", ""),
    ]
  )
  func prefix(line: String, prefix: String) {
    let error = RedisError(serverLine: line.utf8)
    #expect(error.code == .server(prefix))
    #expect(error.message == line)
  }

  @Test("arguments that the server quotes are cut off")
  func quotation() {
    let error = RedisError(serverLine: "ERR unknown command 'X', with args beginning with: 'hush' 'hush' ".utf8)
    #expect(error.description == "server: ERR unknown command 'X'")
  }

  @Test("a long refusal is shortened")
  func long() {
    #expect(RedisError(serverLine: String(repeating: "x", count: 100_000).utf8).description.utf8.count < 300)
  }

  @Test("what passes by itself is retriable")
  func retriable() {
    let retriable: [RedisError.Code] = [
      .connectionFailed, .connectionLost, .timeout, .transactionAborted, .server("LOADING"), .server("OOM"),
      .server("READONLY"), .server("UNBLOCKED"),
    ]
    let final: [RedisError.Code] = [
      .configuration, .closed, .cancelled, .unexpectedReply, .protocolViolation, .server("ERR"), .server("NOGROUP"),
      .server("WRONGPASS"), .server("WRONGTYPE"), .server("NOAUTH"),
    ]
    for code in retriable { #expect(RedisError(code: code, message: "").isRetriable, "\(code)") }
    for code in final { #expect(!RedisError(code: code, message: "").isRetriable, "\(code)") }
  }
}
