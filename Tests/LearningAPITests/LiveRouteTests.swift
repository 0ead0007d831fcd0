import Access
import AsyncHTTPClient
import EventModel
import Foundation
import NIOCore
import NIOHTTP1
import RedisClient
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct LiveRouteTests {
  private let tenant = TestAPI.tenant(1)
  private var manager: TestAPI.Person { .init("manager", .manager, of: tenant) }

  /// An open stream, read event by event.
  private final class Stream {
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var text = ""
    let status: UInt

    init(_ api: TestAPI, _ query: String = "", headers: [(String, String)] = []) async throws {
      var request = HTTPClientRequest(url: "http://\(api.address)\(TestAPI.prefix)/analytics/stream\(query)")
      for (name, value) in headers { request.headers.add(name: name, value: value) }
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
      status = response.status.code
      body = response.body.makeAsyncIterator()
    }

    /// The next event with a name, as its lines by field; `nil` at the end.
    func next() async throws -> [String: String]? {
      while true {
        while let end = text.range(of: "\n\n") {
          let block = String(text[..<end.lowerBound])
          text.removeSubrange(..<end.upperBound)
          var fields: [String: String] = [:]
          for line in block.split(separator: "\n") where !line.hasPrefix(":") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
          }
          if fields["event"] != nil { return fields }
        }
        guard let buffer = try await body.next() else { return nil }
        text += String(buffer: buffer)
      }
    }
  }

  private func publish(_ api: TestAPI, _ id: String, rep: String? = nil, tenant: TenantID) async throws {
    let rep = rep.map { "\"\($0)\"" } ?? "null"
    let message = """
      {"id":"\(id)","type":"metric_update","at":"2026-02-02T00:00:00Z","changes":[{"metric":"outcomes",\
      "day":"2026-02-02","rep_id":\(rep),"action_type":"send_email","positive_count":1}]}
      """
    let reply = try await api.redis.send(RawCommand(["PUBLISH", "t:\(tenant):analytics", message]))
    #expect(try reply.integer() >= 1, "somebody follows the channel")
  }

  private func bearer(_ person: TestAPI.Person) async throws -> [(String, String)] {
    [("Authorization", "Bearer \(try await TestAPI.token(person))")]
  }

  @Test("updates arrive with their ids, each tenant's own, and a reader that comes back gets what it missed")
  func updates() async throws {
    try await TestAPI.with { api in
      let headers = try await bearer(manager)
      let stream = try await Stream(api, headers: headers)
      #expect(stream.status == 200)
      try await api.untilFollowed()
      try await publish(api, "1", tenant: TestAPI.tenant(2))
      for id in ["1", "2", "3"] { try await publish(api, id, tenant: tenant) }
      for id in ["1", "2", "3"] {
        let event = try #require(try await stream.next())
        #expect(event["event"] == "metric_update" && event["id"] == id, "\(event)")
        #expect(event["data"]?.contains("positive_count") == true)
      }
      let resumed = try await Stream(api, headers: headers + [("Last-Event-ID", "2")])
      #expect(try await resumed.next()?["id"] == "3")
      let lost = try await Stream(api, headers: headers + [("Last-Event-ID", "long ago")])
      #expect(try await lost.next()?["event"] == "resync")
    }
  }

  @Test("a rep hears of the own figures and of nobody's, and never of another's")
  func reps() async throws {
    try await TestAPI.with { api in
      let stream = try await Stream(api, headers: try await bearer(.init("rep-1", .rep, of: tenant)))
      try await api.untilFollowed()
      try await publish(api, "1", rep: "rep-2", tenant: tenant)
      try await publish(api, "2", rep: "rep-1", tenant: tenant)
      try await publish(api, "3", tenant: tenant)
      #expect(try await stream.next()?["id"] == "2")
      #expect(try await stream.next()?["id"] == "3")
    }
  }

  @Test("a ticket opens one stream, once; without a token or a ticket there is none")
  func tickets() async throws {
    try await TestAPI.with { api in
      #expect(try await Stream(api).status == 401)
      #expect(try await Stream(api, "?ticket=abc").status == 401)
      let made = try await api.call("POST", "/analytics/stream/tickets", as: manager)
      #expect(made.status == 201, "\(made.text)")
      let ticket = try #require(made.text("ticket"))
      let stream = try await Stream(api, "?ticket=\(ticket)")
      #expect(stream.status == 200)
      #expect(try await Stream(api, "?ticket=\(ticket)").status == 401)
      try await api.untilFollowed()
      try await publish(api, "1", tenant: tenant)
      #expect(try await stream.next()?["id"] == "1")
    }
  }

  @Test("one principal has so many streams and no more, and another principal its own")
  func limit() async throws {
    try await TestAPI.with(["reckoner.api.streams.per.principal": "2"]) { api in
      let headers = try await bearer(manager)
      let first = try await Stream(api, headers: headers)
      let second = try await Stream(api, headers: headers)
      #expect(first.status == 200 && second.status == 200)
      #expect(try await Stream(api, headers: headers).status == 429)
      #expect(try await Stream(api, headers: try await bearer(.init("another", .manager, of: tenant))).status == 200)
    }
  }

  @Test("a restart of Redis is one resync, and updates go on; a shutdown is told")
  func restarts() async throws {
    let stream = try await TestAPI.with { api in
      let stream = try await Stream(api, headers: try await bearer(manager))
      try await api.untilFollowed()
      try await publish(api, "1", tenant: tenant)
      #expect(try await stream.next()?["id"] == "1")
      try await api.restartRedis()
      #expect(try await stream.next()?["event"] == "resync")
      try await publish(api, "2", tenant: tenant)
      #expect(try await stream.next()?["id"] == "2")
      return Holder(stream)
    }
    #expect(try await stream.value.next()?["event"] == "restarting")
    #expect(try await stream.value.next() == nil)
  }

  /// Handed out of the API's life; nobody else reads the stream.
  private struct Holder: @unchecked Sendable {
    let value: Stream

    init(_ value: Stream) {
      self.value = value
    }
  }
}

extension TestAPI {
  /// Waits until the API follows Redis's channels.
  fileprivate func untilFollowed() async throws {
    for _ in 0..<500 {
      if try await redis.send(RawCommand(["PUBSUB", "NUMPAT"])).integer() > 0 { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("nobody follows the channels")
  }

  fileprivate func restartRedis() async throws {
    try await redisServer.restart()
    try await untilFollowed()
  }
}
