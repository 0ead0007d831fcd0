import Access
import Alerts
import Delivery
import EventModel
import Foundation
import RedisClient
import Store
import TestSupport
import Testing
import Workers

extension TestAPI {
  /// Opens an alert of a tenant by burying so many entries, as of an hour after now.
  func openAlert(of tenant: TenantID, type: EventType = .agentAction, hours: Int64 = 1) async throws -> AlertID {
    let key = StreamKey(type, tenant: tenant)
    for number in 0..<120 {
      _ = try await redis.send(RawCommand(["XADD", key.deadLetterText, "*", "n", "\(number)"]))
    }
    let report = try await AlertEvaluation(postgres: postgres, redis: redis)
      .run(of: tenant, dueAt: Self.now - .hours(48) + .hours(hours))
    guard let change = report.changes.first(where: { $0.subject.text == key.text }) else {
      throw TestProcessFailure(description: "no alert was opened: \(report)")
    }
    return change.id
  }
}

@Suite(.timeLimit(.minutes(5))) struct AlertRouteTests {
  private let tenant = TestAPI.tenant(1)
  private var manager: TestAPI.Person { .init("ada", .manager, of: tenant) }
  private var executive: TestAPI.Person { .init("eva", .executive, of: tenant) }

  @Test("managers and executives read and decide, and nobody else")
  func roles() async throws {
    try await TestAPI.with { api in
      let id = try await api.openAlert(of: tenant)
      for role in [Role.rep, .operator] {
        let person = TestAPI.Person("x", role, of: tenant)
        for (method, path, body) in [
          ("GET", "/alerts", nil), ("POST", "/alerts/\(id)/acknowledge", "{}"), ("GET", "/alerts/silences", nil),
          ("POST", "/alerts/silences", #"{"duration_minutes":5,"reason":"x"}"#),
          ("DELETE", "/alerts/silences/\(id)", nil),
        ] as [(String, String, String?)] {
          #expect(try await api.call(method, path, as: person, body).status == 403, "\(role) \(method) \(path)")
        }
      }
      for person in [manager, executive] {
        let listed = try await api.call("GET", "/alerts?open=true", as: person)
        #expect(listed.status == 200 && listed.count("alerts") == 1 && listed["next_cursor"] == .null, "\(listed.text)")
        #expect(listed.text("alerts.0.alert_id") == id.description && listed.text("alerts.0.state") == "firing")
      }
      let stranger = TestAPI.Person("eve", .executive, of: TestAPI.tenant(2))
      #expect(try await api.call("GET", "/alerts", as: stranger).count("alerts") == 0)
    }
  }

  @Test("an alert is acknowledged once, with who and why, and not after its end")
  func acknowledge() async throws {
    try await TestAPI.with { api in
      let id = try await api.openAlert(of: tenant)
      let first = try await api.call("POST", "/alerts/\(id)/acknowledge", as: manager, #"{"note":"Mine."}"#)
      #expect(first.status == 200 && first.text("acknowledged_by") == "ada" && first.text("note") == "Mine.")
      api.clock.advance(by: .hours(1))
      let again = try await api.call("POST", "/alerts/\(id)/acknowledge", as: executive)
      #expect(again.status == 200 && again.json == first.json, "\(again.text)")
      let taken = try await api.call("GET", "/alerts?state=acknowledged", as: manager)
      #expect(taken.count("alerts") == 1)
      #expect(try await api.call("GET", "/alerts?state=firing", as: manager).count("alerts") == 0)
      _ = try await api.redis.send(RawCommand(["DEL", StreamKey(.agentAction, tenant: tenant).deadLetterText]))
      let report = try await AlertEvaluation(postgres: api.postgres, redis: api.redis)
        .run(of: tenant, dueAt: TestAPI.now)
      #expect(report.closedCount == 1)
      #expect(try await api.call("POST", "/alerts/\(id)/acknowledge", as: manager).status == 409)
      #expect(try await api.call("GET", "/alerts?open=true", as: manager).count("alerts") == 0)
      #expect(try await api.call("GET", "/alerts?state=resolved", as: manager).count("alerts") == 1)
      for bad in ["?state=burning", "?cursor=x", "?limit=0", "?colour=red"] {
        #expect(try await api.call("GET", "/alerts\(bad)", as: manager).status == 400, "\(bad)")
      }
    }
  }

  @Test("pages follow one another without a gap, the newest first")
  func pages() async throws {
    try await TestAPI.with { api in
      var ids: [AlertID] = []
      for (number, type) in [EventType.agentAction, .customerReply, .dealStage].enumerated() {
        ids.insert(try await api.openAlert(of: tenant, type: type, hours: Int64(number + 1)), at: 0)
      }
      var found: [String] = []
      var cursor = ""
      for _ in 0..<3 {
        let page = try await api.call("GET", "/alerts?limit=1\(cursor)", as: manager)
        found += [page.text("alerts.0.alert_id")].compactMap(\.self)
        cursor = page.text("next_cursor").map { "&cursor=\($0)" } ?? ""
      }
      #expect(found == ids.map(\.description) && cursor.isEmpty)
    }
  }

  @Test("a silence is in force until it ends or somebody lifts it")
  func silences() async throws {
    try await TestAPI.with { api in
      for (body, status) in [
        ("{}", 422), (#"{"duration_minutes":5}"#, 422), (#"{"duration_minutes":0,"reason":"x"}"#, 422),
        (#"{"duration_minutes":5,"reason":"x","rule":"sales"}"#, 422),
        (#"{"duration_minutes":5,"reason":"x","forever":true}"#, 422),
      ] {
        #expect(try await api.call("POST", "/alerts/silences", as: manager, body).status == status, "\(body)")
      }
      let short = try await api.call(
        "POST",
        "/alerts/silences",
        as: manager,
        #"{"rule":"stream_stalls","subject":"a stream","duration_minutes":30,"reason":"Maintenance."}"#
      )
      #expect(short.status == 201 && short.text("created_by") == "ada" && short.text("rule") == "stream_stalls")
      let long = try await api.call(
        "POST",
        "/alerts/silences",
        as: executive,
        #"{"duration_minutes":600,"reason":"x"}"#
      )
      #expect(long["rule"] == .null && long["subject"] == .null)
      let listed = try await api.call("GET", "/alerts/silences", as: executive)
      #expect(listed.count("silences") == 2 && listed.text("silences.0.silence_id") == short.text("silence_id"))
      api.clock.advance(by: .hours(1))
      #expect(try await api.call("GET", "/alerts/silences", as: executive).count("silences") == 1)
      let path = "/alerts/silences/\(try #require(long.text("silence_id")))"
      let stranger = TestAPI.Person("eve", .executive, of: TestAPI.tenant(2))
      #expect(try await api.call("DELETE", path, as: stranger).status == 404)
      #expect(try await api.call("DELETE", path, as: manager).status == 204)
      #expect(try await api.call("DELETE", path, as: manager).status == 404)
      #expect(try await api.call("GET", "/alerts/silences", as: executive).count("silences") == 0)
    }
  }
}
