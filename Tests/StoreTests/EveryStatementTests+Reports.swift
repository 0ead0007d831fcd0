import Analytics
import EventModel
import PostgresClient
import Reports
import SettingModel
import Store
import Testing

/// The statements over stored reports.
extension EveryStatementTests {
  func sendReports(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    let zone = try #require(TimeZoneName("Asia/Kathmandu"))
    let zoneRow = try await send(LoadZoneOffsets(zone, from: Sample.now, to: Sample.now), transaction).first
    let offset = TimeInterval.seconds(Int64(try #require(zoneRow).offsetSeconds))
    #expect(offset == .seconds(20_700))
    let clock = LocalClock(timeZone: zone, offset: offset)
    func report(_ kind: ReportKind, _ team: String? = nil, daysAgo: Int64 = 0, revision: Int64 = 1) -> Report {
      let due = Sample.now - .days(daysAgo)
      let order = ReportOrder(kind, of: tenant, team: team.map { TeamID($0) }, dueAt: due, clock: clock)
      return Report(order, from: ReportInput(scope: .tenant), generatedAt: due + .seconds(1), revision: revision)
    }
    let daily = report(.daily)
    #expect(try await send(FindReportRevision(daily.order.id, of: tenant), transaction).isEmpty)
    #expect(try await send(PutReport(report(.daily, revision: 2), html: "x"), transaction).isEmpty, "there is no first")
    #expect(try await send(PutReport(daily, html: "<p>"), transaction) == [1])
    #expect(try await send(PutReport(daily, html: "<b>"), transaction).isEmpty, "a report is made once")
    #expect(try await send(PutReport(report(.daily, revision: 3), html: "x"), transaction).isEmpty, "3 isn't the next")
    #expect(try await send(PutReport(report(.daily, revision: 2), html: "<i>"), transaction) == [2])
    let revision = try #require(try await send(FindReportRevision(daily.order.id, of: tenant), transaction).first)
    #expect(revision.revision == 2 && revision.factsDigest == daily.factsDigest)
    for other in [report(.daily, "north"), report(.daily, "south", daysAgo: 3), report(.weekly, daysAgo: 1)] {
      #expect(try await send(PutReport(other, html: "<p>"), transaction) == [1])
    }
    try await sendReportLists(tenant, daily, transaction)
  }

  private func sendReportLists(_ tenant: TenantID, _ daily: Report, _ transaction: PostgresTransaction) async throws {
    func page(_ readers: ReportReaders, _ kind: ReportKind? = nil, after: ReportPosition? = nil) async throws
      -> [ReportRow]
    {
      try await send(PageReports(of: tenant, for: readers, kind: kind, after: after, countMax: 10), transaction)
    }
    let all = try await page(.everyone)
    #expect(all.count == 4 && all.map(\.dueAt) == all.map(\.dueAt).sorted(by: >))
    let rest = try await page(.everyone, after: ReportPosition(dueAt: all[1].dueAt, id: all[1].id))
    #expect(rest == Array(all.dropFirst(2)))
    #expect(try await page(.everyone, .weekly).map(\.kind) == [.weekly])
    #expect(try await page(.managers).count == 3)
    #expect(try await page(.team(TeamID("north"))).map(\.team) == [TeamID("north")])
    let found = try #require(
      try await send(FindReport(daily.order.id, of: tenant, for: .managers), transaction).first
    )
    #expect(found.html == "<i>" && found.report.revision == 2 && found.report.correctedAt != nil)
    #expect(found.report.clock == daily.order.clock && found.report.lastDay == daily.order.period.to)
    #expect(try JSONParser.parse(Array(found.document.utf8))["title"] == .string(daily.title))
    #expect(try await send(FindReport(daily.order.id, of: tenant, for: .team(TeamID("north"))), transaction).isEmpty)
    #expect(try await send(FindReport(daily.order.id, of: Sample.tenant(2), for: .everyone), transaction).isEmpty)
    let recent = try await send(
      ListRecentReports(.daily, of: tenant, from: daily.order.period.to - 1, countMax: 10),
      transaction
    )
    #expect(Set(recent.map(\.report.team)) == [nil, TeamID("north")])
    #expect(recent.allSatisfy { $0.factsDigest.count == 16 })
  }
}
