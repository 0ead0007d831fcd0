import CAllocations
import CostWorkload
import Delivery
import EventModel
import PostgresClient
import Resolution
import Rollups
import Store

/// Says how many allocations the parts of an event's way take that only compute, as lines `part count bytes`: a program of
/// its own, because nothing else may run in it.
@main
enum CostProbe {
  private static let batchSize = 500

  static func main() throws {
    let workload = CostWorkload()
    let entries = workload.entries
    let decoder = EventDecoder(now: CostWorkload.now)
    var events: [Event] = []
    let decode = {
      events = try entries.map { entry in
        try decoder.decode(entry.fields, from: StreamContext(eventType: entry.key.eventType, tenant: entry.key.tenant))
      }
    }
    try report("decode", decode)
    try report("fold") {
      for history in workload.histories {
        let state = resolve(history, policy: .default, now: CostWorkload.now)
        _ = reconcile(stored: [], storedConversions: [], folded: state)
      }
    }
    let changes = workload.histories.map { history in
      let state = resolve(history, policy: .default, now: CostWorkload.now)
      return (history.tenantID, reconcile(stored: [], storedConversions: [], folded: state))
    }
    try report("roll_up") {
      var rollups: [TenantID: RollupChanges] = [:]
      for (tenant, changes) in changes { rollups[tenant, default: RollupChanges()].add(changes) }
      var parameters = PostgresParameters()
      AppendRollupChanges(rollups, now: CostWorkload.now).bind(&parameters)
    }
    let recorded = events
    try report("bind") {
      for start in stride(from: 0, to: recorded.count, by: batchSize) {
        let batch = Array(recorded[start..<min(start + batchSize, recorded.count)])
        var parameters = PostgresParameters()
        RecordEvents(batch, recordedAt: CostWorkload.now).bind(&parameters)
      }
    }
  }

  /// The second run counts: what a first one makes for ever is no cost of an event.
  private static func report(_ part: String, _ body: () throws -> Void) throws {
    try body()
    let (count, byteCount) = (allocations_count(), allocations_byte_count())
    try body()
    print(part, allocations_count() - count, allocations_byte_count() - byteCount)
  }
}
