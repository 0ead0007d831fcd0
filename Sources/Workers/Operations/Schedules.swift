public import EventModel
public import PostgresClient
public import Store
import UnixSignals

/// What an operator does with schedules.
public struct Schedules: Sendable {
  private static let pageCount = 1000

  private let postgres: PostgresPool

  public init(postgres: PostgresPool) {
    self.postgres = postgres
  }

  /// Schedules in the order of their tenants and names, in pages.
  /// - Parameter tenant: whose; `nil` is everybody's, the installation's first.
  public func list(of tenant: TenantID?, show: ([ScheduleRow]) throws -> Void) async throws {
    var last: ScheduleKey?
    while true {
      let page = try await postgres.send(ListSchedules(of: tenant, after: last, countMax: Self.pageCount))
      try show(page)
      guard page.count == Self.pageCount else { return }
      last = page.last?.definition.key
    }
  }

  /// - Returns: `nil` where there is no such schedule.
  public func find(_ key: ScheduleKey) async throws -> ScheduleRow? {
    try await postgres.send(ListSchedules(of: key.tenantID, name: key.name, countMax: 1)).first
  }

  /// The latest runs, the last one first.
  public func runs(of key: ScheduleKey, countMax: Int) async throws -> [ScheduleRun] {
    try await postgres.send(ListScheduleRuns(of: key, countMax: countMax))
  }

  /// Has running schedulers do it now.
  /// - Returns: false where somebody is at it; `nil` where there is no such schedule.
  public func request(_ key: ScheduleKey, now: Timestamp) async throws -> Bool? {
    try await postgres.send(RequestRun(key, now: now)).first
  }

  /// - Returns: whether there is such a schedule.
  public func pause(_ key: ScheduleKey, now: Timestamp) async throws -> Bool {
    try await !postgres.send(PauseSchedule(key, pausedAt: now)).isEmpty
  }

  /// Lets it run again; what was missed is one run.
  /// - Returns: whether there is such a schedule.
  public func resume(_ key: ScheduleKey) async throws -> Bool {
    try await !postgres.send(PauseSchedule(key, pausedAt: nil)).isEmpty
  }

  /// Waits until running schedulers have done it.
  /// - Returns: the run, or `nil` where the schedule was removed.
  /// - Throws: a ``Program/Failure`` to try again where SIGINT or SIGTERM ended the waiting, which ends nothing else.
  public func waitForRun(of key: ScheduleKey, since start: Timestamp) async throws -> ScheduleRun? {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: ScheduleRun?.self) { group in
      group.addTask {
        for await _ in signals {
          throw Program.Failure(.tryAgain, "stopped waiting; \(key.name) is done by running schedulers all the same")
        }
        return nil
      }
      group.addTask {
        while let row = try await find(key) {
          if let run = row.lastRun, run.finishedAt >= start { return run }
          try await Task.sleep(for: .milliseconds(500))
        }
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }
}
