public import EventModel
import PostgresClient
import Store
import UnixSignals

extension TenantSettings {
  /// How far the conversations are resolved anew after a change of a setting. It lies in the database: whoever is stopped
  /// meanwhile, worker or operator, finds it as it was.
  public struct Progress: Sendable {
    /// Conversations that are still to be resolved.
    public let dueCount: Int64
    /// Since when the first of them is due; `nil` where none is.
    public let dueSince: Timestamp?
  }

  private static let interval = Duration.seconds(1)

  public func progress() async throws -> Progress {
    let work = try await postgres.send(CountWork(of: tenant)).first
    return Progress(dueCount: work?.settingDueCount ?? 0, dueSince: work?.settingDueSince)
  }

  /// Waits until running workers have resolved every conversation that is due because of a setting.
  /// - Parameter report: is told once a second how far they are, and that none is left.
  /// - Throws: a ``Program/Failure`` to try again where SIGINT or SIGTERM ended the waiting, which ends nothing else.
  public func waitUntilResolved(report: @escaping @Sendable (Progress) -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in signals {
          throw Program.Failure(
            .tryAgain,
            "stopped waiting; the workers go on, and `reckoner status` tells how far they are"
          )
        }
      }
      group.addTask {
        while true {
          let progress = try await progress()
          report(progress)
          if progress.dueCount == 0 { return }
          try await Task.sleep(for: Self.interval)
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
