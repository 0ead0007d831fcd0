import Delivery
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams

/// The part of the check that walks the streams: every entry is applied, pending, unread or dead.
///
/// The order of the looks makes it right while the fleet works: first the entries, then who holds them, then what is
/// recorded. An entry that was acknowledged at the second look was committed before the third.
struct StreamVerification {
  private static let pageCountMax = 500

  let redis: RedisConnection
  let postgres: PostgresPool
  let clock: WallClock
  /// Short hashes of the recorded events that the streams still hold.
  private var seen: Set<Int> = []
  /// Entries among the dead letters whose event is recorded: right where another entry brought it, such as one that was
  /// published again after its cause was mended.
  private var buried: [(event: Int, example: String)] = []

  init(redis: RedisConnection, postgres: PostgresPool, clock: WallClock) {
    self.redis = redis
    self.postgres = postgres
    self.clock = clock
  }

  /// Recorded events that the streams still hold.
  var distinctCount: Int { seen.count }

  mutating func verifyEvents(into report: inout VerificationReport) async throws {
    for key in try await keys(of: .outcomeWorkers) {
      var letters = DeadLetterIndex(key: key, redis: redis)
      var last = RedisStreamID.minimum
      while let page = try await nextPage(of: key, group: .outcomeWorkers, after: last) {
        last = page.last
        report.entries.pending += page.pending.count
        report.entries.unread += page.unread.count
        try await verify(page, of: key, &letters, into: &report)
      }
    }
    for (event, example) in buried where !seen.contains(event) { report.add(.entryAppliedAndDead, example) }
  }

  private mutating func verify(
    _ page: Page,
    of key: StreamKey,
    _ letters: inout DeadLetterIndex,
    into report: inout VerificationReport
  ) async throws {
    let decoder = EventDecoder(now: clock.now)
    var events: [(id: RedisStreamID, event: Event)] = []
    var unknown: [RedisStreamID] = []
    for entry in page.acknowledged {
      do throws(Refusal) {
        events.append((entry.id, try decoder.decode(entry.fields ?? [], from: entry.context)))
      } catch {
        unknown.append(entry.id)
      }
    }
    let found = try await postgres.send(FindRecorded(events.map(\.event)))
    let recorded = Set(found.filter(\.isSame).map(\.index))
    for (index, (id, event)) in events.enumerated() {
      guard recorded.contains(index) else {
        unknown.append(id)
        continue
      }
      let hash = EventKey(event).hashValue
      if try await letters.knows(id) {
        report.entries.dead += 1
        buried.append((hash, "\(key) \(id)"))
      } else {
        report.entries.applied += 1
        seen.insert(hash)
      }
    }
    for id in unknown {
      if try await letters.contains(id) {
        report.entries.dead += 1
      } else {
        report.add(.entryUnaccounted, "\(key) \(id)")
      }
    }
  }

  /// - Returns: the latest revision of each outcome that is unread or pending.
  func verifySamples(into report: inout VerificationReport) async throws -> [SampleKey: Int64] {
    var onTheirWay: [SampleKey: Int64] = [:]
    let decoder = EventDecoder(now: clock.now)
    for key in try await keys(of: .calibrationAggregators) {
      var letters = DeadLetterIndex(key: key, redis: redis)
      var last = RedisStreamID.minimum
      while let page = try await nextPage(of: key, group: .calibrationAggregators, after: last) {
        last = page.last
        report.calibrationEntries.pending += page.pending.count
        report.calibrationEntries.unread += page.unread.count
        for entry in page.pending + page.unread {
          guard let sample = Self.sample(of: entry, decoder) else { continue }
          onTheirWay[sample.key] = max(onTheirWay[sample.key] ?? 0, sample.revision)
        }
        // Whether an acknowledged sample arrived is asked of the ledger itself, which is compared with the outcomes.
        for entry in page.acknowledged {
          if Self.sample(of: entry, decoder) != nil {
            report.calibrationEntries.applied += 1
          } else if try await letters.contains(entry.id) {
            report.calibrationEntries.dead += 1
          } else {
            report.add(.entryUnaccounted, "\(key) \(entry.id)")
          }
        }
      }
    }
    return onTheirWay
  }

  private static func sample(of entry: DeliveredEntry, _ decoder: EventDecoder) -> (key: SampleKey, revision: Int64)? {
    do throws(Refusal) {
      let event = try decoder.decode(entry.fields ?? [], from: entry.context)
      guard case .calibrationUpdated(let update) = event.body else { return nil }
      return (SampleKey(tenantID: event.envelope.tenantID, outcomeID: update.outcomeID), update.revision)
    } catch {
      return nil
    }
  }

  private func keys(of group: ConsumerGroup) async throws -> [StreamKey] {
    try await StreamDirectory.find(group, redis: redis)
  }

  private struct Page {
    let last: RedisStreamID
    var unread: [DeliveredEntry] = []
    var pending: [DeliveredEntry] = []
    var acknowledged: [DeliveredEntry] = []
  }

  private func nextPage(of key: StreamKey, group: ConsumerGroup, after last: RedisStreamID) async throws -> Page? {
    let range = try await redis.send(
      StreamRange(key: key.text, from: .excluding(last), count: Self.pageCountMax)
    )
    guard let first = range.first, let end = range.last else { return nil }
    var page = Page(last: end.id)
    let entries = range.map { DeliveredEntry(key: key, entry: $0) }
    guard let state = try await Self.state(of: key, group: group, redis: redis) else {
      page.unread = entries
      return page
    }
    let held =
      state.pendingCount == 0
      ? []
      : try await redis.send(
        StreamPendingEntries(
          key: key.text,
          group: group.rawValue,
          from: .including(first.id),
          to: .including(end.id),
          count: Self.pageCountMax
        )
      )
    let pending = Set(held.map(\.id))
    for entry in entries {
      if entry.id > state.lastDeliveredID {
        page.unread.append(entry)
      } else if pending.contains(entry.id) {
        page.pending.append(entry)
      } else {
        page.acknowledged.append(entry)
      }
    }
    return page
  }

  private static func state(
    of key: StreamKey,
    group: ConsumerGroup,
    redis: RedisConnection
  ) async throws -> StreamGroups.Group? {
    do {
      return try await redis.send(StreamGroups(key: key.text)).first { $0.name == group.rawValue }
    } catch {
      if error.isMissingKey { return nil }
      throw error
    }
  }
}
