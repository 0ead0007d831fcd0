import RedisClient
import Testing

@Suite("RedisConfiguration")
struct RedisConfigurationTests {
  typealias Row = (url: String, expected: RedisConfiguration)

  @Test(
    "URLs are read",
    arguments: [
      ("redis://", .init()),
      ("redis://localhost", .init(address: .tcp(host: "localhost", port: 6379))),
      ("REDIS://cache.example:6380/", .init(address: .tcp(host: "cache.example", port: 6380))),
      ("redis://h:1/15", .init(address: .tcp(host: "h", port: 1), database: 15)),
      ("redis://:secret@h", .init(address: .tcp(host: "h", port: 6379), password: "secret")),
      (
        "redis://u:secret@h/2",
        .init(address: .tcp(host: "h", port: 6379), username: "u", password: "secret", database: 2)
      ),
      ("redis://u%40x:p%3A%2F%25@h", .init(address: .tcp(host: "h", port: 6379), username: "u@x", password: "p:/%")),
      ("redis://u:p@ss:w@h", .init(address: .tcp(host: "h", port: 6379), username: "u", password: "p@ss:w")),
      ("redis://u:%C3%A9@h", .init(address: .tcp(host: "h", port: 6379), username: "u", password: "é")),
      ("redis://[::1]:7000/1", .init(address: .tcp(host: "::1", port: 7000), database: 1)),
      ("redis://[fe80::1]", .init(address: .tcp(host: "fe80::1", port: 6379))),
      ("redis://h?db=4&name=worker", .init(address: .tcp(host: "h", port: 6379), database: 4, clientName: "worker")),
      ("unix:///run/redis.sock", .init(address: .unix(path: "/run/redis.sock"))),
      ("unix:///run/a%20b.sock?db=3", .init(address: .unix(path: "/run/a b.sock"), database: 3)),
      ("redis+unix:///r.sock", .init(address: .unix(path: "/r.sock"))),
      ("unix://u:p@/r.sock", .init(address: .unix(path: "/r.sock"), username: "u", password: "p")),
    ] as [Row]
  )
  func reads(row: Row) throws {
    #expect(try RedisConfiguration(url: row.url) == row.expected)
  }

  @Test(
    "URLs that can't be meant are refused",
    arguments: [
      "", "localhost", "localhost:6379", "http://h", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h:+1",
      "redis://h/x", "redis://h/-1", "redis://h/1/2", "redis://h?timeout=3", "redis://h?db=", "redis://[::1",
      "redis://[::1]x",
      "redis://u@h", "redis://:%zz@h", "redis://:%4@h", "redis://:%00@h", "redis://:%ff@h", "unix://r.sock", "unix://",
    ]
  )
  func refuses(url: String) {
    let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
    #expect(error?.code == .configuration)
  }

  @Test("rediss:// is refused for the lack of TLS")
  func noTLS() {
    let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: "rediss://:hush@h") }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("TLS") == true)
    #expect(error?.message.contains("hiredis") == true)
  }

  @Test("no description shows the password")
  func hidesPassword() throws {
    for url in ["redis://user:hush@h:1/2", "redis://:hush@h", "unix://:hush@/r.sock"] {
      let configuration = try RedisConfiguration(url: url)
      var dumped = ""
      dump(configuration, to: &dumped)
      for text in ["\(configuration)", String(reflecting: configuration), dumped, "\([configuration])"] {
        #expect(!text.contains("hush"), "\(text)")
        #expect(text.contains("***"))
      }
    }
    #expect("\(try RedisConfiguration(url: "redis://user:hush@h:1/2"))" == "redis://user:***@h:1/2")
    for url in ["redis://:hush@h:bad", "redis://:hush%zz@h", "redis://:hush@h?x=1"] {
      let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
      #expect(error.map { "\($0)".contains("hush") } == false)
    }
  }

  @Test("back-off doubles to its maximum and never leaves it")
  func backoff() {
    let backoff = RedisBackoff(initial: .milliseconds(50), maximum: .seconds(5))
    let longest = (1...9).map { backoff.delay(failureCount: $0, random: 0) }
    let milliseconds = [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]
    #expect(longest == milliseconds.map { .milliseconds($0) })
    #expect(backoff.delay(failureCount: .max, random: 0) == .seconds(5))
    #expect(backoff.delay(failureCount: 1, random: 0.5) == .milliseconds(37.5))
    for failureCount in 1...100 {
      let random = Double.random(in: 0..<1)
      let delay = backoff.delay(failureCount: failureCount, random: random)
      #expect(delay >= .milliseconds(25) && delay <= .seconds(5), "failure \(failureCount), random \(random)")
    }
  }
}
