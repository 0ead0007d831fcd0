import EventModel
import Synchronization

/// Tenants whose messages Redis refused, and until when they rest: one whose stream's key holds something else must not
/// fill every batch while the others wait.
final class RestingTenants: Sendable {
  private let rest: Duration
  private let ends = Mutex<[TenantID: ContinuousClock.Instant]>([:])

  init(rest: Duration) {
    self.rest = rest
  }

  func add(_ tenants: some Sequence<TenantID>) {
    ends.withLock { ends in
      for tenant in tenants { ends[tenant] = .now + rest }
    }
  }

  /// Those that rest now.
  var current: [TenantID] {
    ends.withLock { ends in
      let now = ContinuousClock.now
      ends = ends.filter { $0.value > now }
      return Array(ends.keys)
    }
  }
}
