import Access
import Delivery
import Documents
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams

/// The tenant's events that nobody could handle, for operators.
struct DeadLetterRoutes: Sendable {
  private static let listCountMax = 500
  private static let settledCountMax = 10_000

  let services: APIServices

  var routes: [Route] {
    [
      .get("/dead-letters", .roles([.operator]), list),
      .get("/dead-letters/groups", .roles([.operator]), groups),
      .post("/dead-letters/replay", .roles([.operator]), body: .json(isRequired: false), replay),
      .post("/dead-letters/discard", .roles([.operator]), body: .json(isRequired: false), discard),
    ]
  }

  @Sendable private func list(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let filter = filter(&query, request.tenant)
    let count = query.integer("limit", default: 100, in: 1...Self.listCountMax)
    try query.finish()
    var letters: [BuriedEntry] = []
    var walk = try await walk(filter, request.tenant)
    while letters.count < count, let page = try await walk.next(over: services.redis) {
      letters += page.prefix(count - letters.count)
    }
    return .json(
      .object([
        "letters": .array(letters.map(MaskedLetter.document)),
        "is_cut": .bool(letters.count == count),
      ])
    )
  }

  @Sendable private func groups(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let filter = filter(&query, request.tenant)
    try query.finish()
    return .json(LetterJSON.document(try await groups(filter, of: request.tenant)))
  }

  /// The letters of a tenant by their causes.
  func groups(_ filter: DeadLetterFilter, of tenant: TenantID) async throws -> DeadLetterGroups {
    var groups = DeadLetterGroups()
    var walk = try await walk(filter, tenant)
    while let page = try await walk.next(over: services.redis) {
      for letter in page { groups.add(letter) }
    }
    return groups
  }

  @Sendable private func replay(_ request: APIRequest) async throws -> APIAnswer {
    let order = try order(request)
    let counts = try await replay(order, for: request)
    return .json(
      .object([
        "dry_run": .bool(order.isRehearsal),
        "matched": .count(counts.matched),
        "requeued": .count(counts.done),
        "gone": .count(counts.gone),
        "too_many_fields": .count(counts.refused),
      ])
    )
  }

  /// Puts letters back into their streams; a rehearsal only counts them.
  /// - Parameter note: why, for the record of what operators did.
  func replay(
    _ filter: DeadLetterFilter,
    isRehearsal: Bool,
    note: String?,
    for request: APIRequest
  ) async throws -> Counts {
    try await replay(
      Order(filter: filter, countMax: Self.settledCountMax, isRehearsal: isRehearsal, reason: note),
      for: request
    )
  }

  private func replay(_ order: Order, for request: APIRequest) async throws -> Counts {
    var counts = Counts()
    try await each(order, request.tenant) { letters in
      counts.matched += letters.count
      if order.isRehearsal { return }
      for answer in try await DeadLetterStore(redis: services.redis).requeue(letters) { counts.note(answer) }
    }
    try await note(.replay, order, counts, request)
    return counts
  }

  @Sendable private func discard(_ request: APIRequest) async throws -> APIAnswer {
    let order = try order(request)
    var counts = Counts()
    try await each(order, request.tenant) { letters in
      counts.matched += letters.count
      if order.isRehearsal { return }
      for answer in try await DeadLetterStore(redis: services.redis).discard(letters) { counts.note(answer) }
    }
    try await note(.discard, order, counts, request)
    return .json(
      .object([
        "dry_run": .bool(order.isRehearsal),
        "matched": .count(counts.matched),
        "discarded": .count(counts.done),
        "gone": .count(counts.gone),
      ])
    )
  }

  /// What became of letters.
  struct Counts {
    fileprivate(set) var matched = 0
    fileprivate(set) var done = 0
    fileprivate(set) var gone = 0
    fileprivate(set) var refused = 0

    fileprivate mutating func note(_ answer: DeadLetterStore.Requeue) {
      switch answer {
      case .requeued: done += 1
      case .gone: gone += 1
      case .tooManyFields: refused += 1
      }
    }

    fileprivate mutating func note(_ answer: DeadLetterStore.Discard) {
      switch answer {
      case .letterAndEntry, .letter: done += 1
      case .nothing: gone += 1
      }
    }
  }

  private struct Order {
    let filter: DeadLetterFilter
    let countMax: Int
    let isRehearsal: Bool
    /// Why, in the operator's words.
    let reason: String?
  }

  private func order(_ request: APIRequest) throws -> Order {
    var body = try BodyReader(request.body)
    var filter = DeadLetterFilter(tenant: request.tenant)
    if let type: EventType = body.choice("event_type") { filter.stream = .eventType(type) }
    filter.reason = body.choice("reason")
    if let text = body.text("id", scalarCountMax: 100) {
      filter.identity = DeadLetterFilter.Identity(text: text)
      if filter.identity == nil { body.fault("id", "must be a letter's id or an event's") }
    }
    let countMax = body.integer("limit", in: 1...Int64(Self.settledCountMax)).map { Int($0) } ?? Self.settledCountMax
    let isRehearsal = body.flag("dry_run") ?? false
    let note = body.text("note", scalarCountMax: 500)
    try body.finish()
    return Order(filter: filter, countMax: countMax, isRehearsal: isRehearsal, reason: note)
  }

  private func each(
    _ order: Order,
    _ tenant: TenantID,
    _ work: ([BuriedEntry]) async throws -> Void
  ) async throws {
    var walk = try await walk(order.filter, tenant)
    if !order.isRehearsal { try await DeadLetterStore(redis: services.redis).repairIndexes(of: walk.keys) }
    var leftCount = order.countMax
    while leftCount > 0, let page = try await walk.next(over: services.redis) {
      let letters = Array(page.prefix(leftCount))
      leftCount -= letters.count
      try await work(letters)
    }
  }

  private func note(
    _ action: InsertOperatorAction.Action,
    _ order: Order,
    _ counts: Counts,
    _ request: APIRequest
  ) async throws {
    if order.isRehearsal || counts.matched == 0 { return }
    let detail = JSONValue.object([
      "matched": .count(counts.matched), "done": .count(counts.done), "gone": .count(counts.gone),
      "event_type": .text(order.filter.stream?.eventType.rawValue), "reason": .text(order.filter.reason?.rawValue),
      "note": .text(order.reason),
    ])
    _ = try await request.postgres.send(
      InsertOperatorAction(
        action,
        of: request.tenant,
        by: request.principal.userID,
        detail: detail,
        now: request.now
      )
    )
  }

  private func filter(_ query: inout QueryReader, _ tenant: TenantID) -> DeadLetterFilter {
    var filter = DeadLetterFilter(tenant: tenant)
    if let type: EventType = query.choice("event_type") { filter.stream = .eventType(type) }
    filter.reason = query.choice("reason")
    return filter
  }

  /// The tenant's own streams, and the shared ones, of which the filter lets through what names the tenant.
  private func walk(_ filter: DeadLetterFilter, _ tenant: TenantID) async throws -> DeadLetterWalk {
    let types = ReplayProgram.allCases.flatMap(\.group.eventTypes)
    let keys = types.flatMap { type in
      [
        "t:\(tenant):events:\(type.rawValue)", "t:{\(tenant)}:events:\(type.rawValue)",
        "events:\(type.rawValue)", "events:{\(type.rawValue)}",
      ]
    }
    return try await DeadLetterWalk(over: services.redis, keys: keys.compactMap { StreamKey(text: $0) }, filter: filter)
  }
}
