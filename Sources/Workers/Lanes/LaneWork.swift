import Delivery
import Streams

/// What a lane has read and not yet brought to its end.
///
/// It is shared out to slots by affinity, so that what slots have shares no conversation, and each slot goes on to its next
/// entries as soon as it is done with the last ones, whatever the others do.
struct LaneWork: Sendable {
  /// A smaller part costs more in statements and commits than it gains by company.
  static let partCountMin = 100

  /// Entries of one slot or more that are handled in one transaction, unless they have to be halved.
  struct Job: Sendable {
    let slots: Range<Int>
    var settlement: BatchSettlement<DeliveredEntry>
  }

  /// What waits for each slot.
  private var queues: [[DeliveredEntry]]
  /// The slots of jobs that are under way, and what these began with.
  private var running: [Range<Int>: [DeliveredEntry]] = [:]
  /// Jobs that ended before their time, to be begun again.
  private var interrupted: [Job] = []

  /// - Parameter slotCount: jobs at the same time at most, above 0.
  init(slotCount: Int) {
    precondition(slotCount > 0, "a lane needs a slot to work in")
    queues = Array(repeating: [], count: slotCount)
  }

  /// Whether nothing is left.
  var isEmpty: Bool { running.isEmpty && interrupted.isEmpty && queuedCount == 0 }

  /// Entries that no job has begun with.
  var queuedCount: Int { queues.reduce(0) { $0 + $1.count } }

  /// Everything that isn't settled.
  var rest: [DeliveredEntry] {
    running.values.flatMap(\.self) + interrupted.flatMap(\.settlement.rest) + queues.flatMap(\.self)
  }

  /// Takes what was read.
  /// - Parameter affinity: entries of one affinity go into one slot.
  mutating func add(_ entries: [DeliveredEntry], by affinity: (DeliveredEntry) -> UInt64) {
    if queues.count == 1 {
      queues[0] += entries
    } else {
      for entry in entries { queues[Int(affinity(entry) % UInt64(queues.count))].append(entry) }
    }
  }

  /// The jobs to begin now: those that were interrupted, and one for each slot that is free and has entries. Few entries
  /// are one job together, where all slots are free.
  mutating func start() -> [Job] {
    var jobs = interrupted
    interrupted = []
    if jobs.isEmpty, running.isEmpty, queuedCount < queues.count * Self.partCountMin {
      if queuedCount > 0 { jobs.append(job(of: queues.indices)) }
    } else {
      let busy = (running.keys + jobs.map(\.slots)).joined()
      for slot in Set(queues.indices).subtracting(busy).sorted() where !queues[slot].isEmpty {
        jobs.append(job(of: slot..<slot + 1))
      }
    }
    for job in jobs { running[job.slots] = job.settlement.rest }
    return jobs
  }

  private mutating func job(of slots: Range<Int>) -> Job {
    let entries = queues[slots].flatMap(\.self)
    for slot in slots { queues[slot] = [] }
    return Job(slots: slots, settlement: BatchSettlement(entries))
  }

  /// Notes how far a job has come: its slots are free again if it is done.
  mutating func finish(_ job: Job) {
    running[job.slots] = nil
    if job.settlement.next != nil { interrupted.append(job) }
  }
}
