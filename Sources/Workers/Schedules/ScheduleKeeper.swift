import EventModel
import PostgresClient
import Scheduling
import ServiceLifecycle
import Store

/// Brings the table of schedules to what the plan says.
struct ScheduleKeeper: Sendable {
  /// Tenants of one look.
  private static let pageCount = 500

  let postgres: PostgresPool
  let zones: ZoneBook

  /// Makes the installation's schedules, or gives them the timing of this release.
  func keepInstallation(asOf now: Timestamp) async throws {
    _ = try await put(SchedulePlan.installation, asOf: now)
  }

  /// Makes, changes and removes the schedules of tenants by their settings.
  func keep(asOf now: Timestamp) async throws -> JobReport {
    var report = JobReport(count: 0)
    var faultyCount = 0
    let tenants = try await postgres.send(ListTenants())
    for start in stride(from: 0, to: tenants.count, by: Self.pageCount) {
      if Task.isShuttingDownGracefully { return JobReport(count: report.count, isInterrupted: true) }
      let page = Array(tenants[start..<min(start + Self.pageCount, tenants.count)])
      let (settings, standing) = try await postgres.send(LoadSettings(page), ListScheduleDefinitions(of: page))
      let settingsByTenant = Dictionary(grouping: settings, by: \.tenantID)
      let standingByTenant = Dictionary(grouping: standing, by: \.key.tenantID)
      var wanted: [ScheduleDefinition] = []
      var unwanted: [ScheduleKey] = []
      for tenant in page {
        let values = Dictionary((settingsByTenant[tenant] ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        // Who can't be planned for keeps what they have, and nobody else waits for them.
        guard let plan = try? SchedulePlan.schedules(of: tenant, settings: values) else {
          faultyCount += 1
          continue
        }
        let rows = standingByTenant[tenant] ?? []
        wanted += plan.filter { !rows.contains($0) }
        let names = Set(plan.map(\.key.name))
        unwanted += rows.map(\.key).filter { SchedulePlan.tenantNames.contains($0.name) && !names.contains($0.name) }
      }
      report.count += try await put(wanted, asOf: now) + unwanted.count
      if !unwanted.isEmpty { _ = try await postgres.send(RemoveSchedules(unwanted)) }
    }
    if faultyCount > 0 { report.problem = "the settings of \(faultyCount) tenants can't be read" }
    return report
  }

  private func put(_ definitions: [ScheduleDefinition], asOf now: Timestamp) async throws -> Int {
    if definitions.isEmpty { return 0 }
    var schedules: [(ScheduleDefinition, Timestamp?)] = []
    for definition in definitions {
      let timing = try ScheduleTiming(definition.timing)
      schedules.append((definition, try await zones.next(of: timing, in: definition.timeZone, after: now)))
    }
    _ = try await postgres.send(PutSchedules(schedules))
    return schedules.count
  }
}
