import Delivery
import EventModel
import RedisClient
import Streams

extension TestFleet {
  /// A dead letter: where the entry was, and why it is here.
  struct Letter: Hashable, Sendable {
    let id: String
    let reason: String
  }

  /// Every dead letter of the outcome-workers' streams.
  func letters() async throws -> [Letter] {
    var letters: [Letter] = []
    for key in try await StreamDirectory.find(.outcomeWorkers, redis: redis) {
      for entry in try await redis.send(StreamRange(key: key.deadLetterText)) {
        let text = { (name: String) in String(decoding: entry[name] ?? [], as: UTF8.self) }
        letters.append(
          Letter(id: "\(key) \(text(DeadLetter.originalIDField))", reason: text(DeadLetter.reasonField))
        )
      }
    }
    return letters
  }

  /// Entries that were given out and aren't acknowledged, in all streams of a group.
  func pendingCount(_ group: ConsumerGroup = .outcomeWorkers) async throws -> Int {
    var count = 0
    for key in try await StreamDirectory.find(group, redis: redis) {
      count += try await StreamBacklog(of: key, group: group, redis: redis)?.pendingCount ?? 0
    }
    return count
  }

  /// What the pending lists of the outcome-workers' streams say of their entries.
  func pendingRecords() async throws -> [TrialRecord] {
    var records: [TrialRecord] = []
    for key in try await StreamDirectory.find(.outcomeWorkers, redis: redis) {
      let pending = StreamPendingEntries(key: key.text, group: ConsumerGroup.outcomeWorkers.rawValue, count: 1000)
      records += try await redis.send(pending).map { TrialRecord(deliveryCount: $0.deliveryCount) }
    }
    return records
  }

  /// The payloads that the outbox published for a tenant, in order.
  func published(of tenant: TenantID) async throws -> [String] {
    let key = StreamKey(.calibrationUpdated, tenant: tenant)
    return try await redis.send(StreamRange(key: key.text)).map { String(decoding: $0["data"] ?? [], as: UTF8.self) }
  }
}
