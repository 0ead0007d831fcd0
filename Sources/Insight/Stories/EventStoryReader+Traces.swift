import Delivery
import EventModel
import RedisClient
import Store
import Streams

extension EventStoryReader {
  /// Entries of one stream that are looked at, from its newest.
  public static let searchedEntryCountMax = 10_000
  private static let entriesPerStep = 1000

  /// Looks for an event that isn't recorded: first among the dead letters, then in the streams themselves.
  func findTraces(
    of id: EventID,
    tenant: TenantID?,
    search: inout EventStoryAnswer.Search
  ) async throws(RedisError) -> [EventStoryTrace] {
    let keys = try await StreamSearch.keys(of: tenant, redis: redis)
    var traces: [EventStoryTrace] = []
    for key in keys {
      search.deadLetterStreamCount += 1
      traces += try await letters(of: id, tenant: tenant, under: key)
    }
    if !traces.isEmpty { return traces }
    for key in keys {
      search.streamCount += 1
      traces += try await unrecorded(id, tenant: tenant, in: key)
    }
    return traces
  }

  /// Looks among the dead letters that an event of this type and tenant can be in.
  func findLetters(
    of event: EventKey,
    type: EventType,
    search: inout EventStoryAnswer.Search
  ) async throws(RedisError) -> [EventStoryTrace] {
    var traces: [EventStoryTrace] = []
    for key in try await StreamSearch.keys(of: event.tenantID, redis: redis) where key.eventType == type {
      search.deadLetterStreamCount += 1
      traces += try await letters(of: event.eventID, tenant: event.tenantID, under: key)
    }
    return traces
  }

  private func letters(
    of id: EventID,
    tenant: TenantID?,
    under key: StreamKey
  ) async throws(RedisError) -> [EventStoryTrace] {
    try await entries(of: id, tenant: tenant, key: key, in: key.deadLetterText).map { entry in
      func text(_ field: String) -> String { String(decoding: entry[field] ?? [], as: UTF8.self) }
      let letter = EventStoryTrace.Letter(
        reason: RefusalReason(rawValue: text(DeadLetter.reasonField)),
        error: text(DeadLetter.errorField),
        retryCount: text(DeadLetter.retryCountField),
        buriedAt: text(DeadLetter.timestampField),
        originalID: text(DeadLetter.originalIDField)
      )
      return EventStoryTrace(key: key, entryID: entry.id.description, place: .deadLetter(letter))
    }
  }

  private func unrecorded(
    _ id: EventID,
    tenant: TenantID?,
    in key: StreamKey
  ) async throws(RedisError) -> [EventStoryTrace] {
    let found = try await entries(of: id, tenant: tenant, key: key, in: key.text)
    if found.isEmpty { return [] }
    let group = ConsumerGroup.allCases.first { $0.eventTypes.contains(key.eventType) }
    let state = try await redis.send(StreamGroups(key: key.text)).first { $0.name == group?.rawValue }
    return found.map { entry in
      let isRead = state.map { entry.id <= $0.lastDeliveredID } ?? false
      return EventStoryTrace(key: key, entryID: entry.id.description, place: .stream(isRead: isRead))
    }
  }

  /// The entries of an event in one stream, newest first, page by page.
  private func entries(
    of id: EventID,
    tenant: TenantID?,
    key: StreamKey,
    in stream: String
  ) async throws(RedisError) -> [RedisStreamEntry] {
    var found: [RedisStreamEntry] = []
    var upper = StreamRange.Bound.unbounded
    var searched = 0
    while searched < Self.searchedEntryCountMax {
      let page = try await redis.send(
        StreamRange(key: stream, to: upper, count: Self.entriesPerStep, order: .newestFirst)
      )
      found += page.filter { entry in
        let names = EntryNames((entry.fields ?? []).map { StreamField(name: $0.name, value: $0.value) })
        return names.eventID == id && (tenant == nil || key.tenant == tenant || names.tenantID == tenant)
      }
      searched += page.count
      guard page.count == Self.entriesPerStep, let last = page.last else { break }
      upper = .excluding(last.id)
    }
    return found
  }
}
