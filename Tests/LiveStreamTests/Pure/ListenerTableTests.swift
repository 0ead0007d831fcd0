import EventModel
import TestSupport
import Testing

@testable import LiveStream

@Suite("Who gets what") struct ListenerTableTests {
  private let now = Timestamp(microseconds: 1_000_000)

  private func table(_ change: (inout LiveStreamLimits) -> Void = { _ in }) -> ListenerTable {
    var limits = LiveStreamLimits()
    change(&limits)
    return ListenerTable(limits: limits, instance: "i")
  }

  private func request(
    _ tenant: Int = 1,
    user: String = "u",
    reps: [String]? = nil,
    lastEventID: String? = nil,
    expiresAt: Timestamp? = nil
  ) throws -> ListenerRequest {
    ListenerRequest(
      tenantID: try Messages.tenant(tenant),
      userID: user,
      filter: reps.map { RepFilter($0) },
      lastEventID: lastEventID,
      expiresAt: expiresAt
    )
  }

  /// Takes everything that there is.
  private func drain(_ table: inout ListenerTable, _ number: UInt64) -> [String] {
    var summaries: [String] = []
    while true {
      switch table.take(number) {
      case .handover(let handover): summaries.append(LiveFrame(handover, filter: nil, random: 0).summary)
      case .nothing: return summaries
      case .gone: return summaries + ["gone"]
      }
    }
  }

  @Test("a new listener is told where it stands, and then each update once, in order")
  func order() throws {
    var table = table()
    let tenant = try Messages.tenant(1)
    _ = table.receive(try Messages.update("a"), tenant: tenant)
    let number = try table.register(request(), now: now)
    #expect(table.receive(try Messages.update("b"), tenant: tenant) == [number])
    #expect(table.receive(try Messages.update("b"), tenant: tenant) == [])
    #expect(table.receive(try Messages.update("c"), tenant: tenant) == [number])
    #expect(drain(&table, number) == ["opening a", "metric_update b", "metric_update c"])
    #expect(table.counts.messagesDuplicate == 1 && table.counts.updatesSent == 2)
  }

  @Test("who comes back gets what was missed, or one resync where that isn't known")
  func resumption() throws {
    var table = table()
    let tenant = try Messages.tenant(1)
    for id in ["a", "b", "c"] { _ = table.receive(try Messages.update(id), tenant: tenant) }
    let back = try table.register(request(lastEventID: "a"), now: now)
    #expect(drain(&table, back) == ["opening", "metric_update b", "metric_update c"])
    let lost = try table.register(request(lastEventID: "gone"), now: now)
    _ = table.receive(try Messages.update("d"), tenant: tenant)
    #expect(drain(&table, lost) == ["opening", "resync d"])
    _ = table.receive(try Messages.update("e"), tenant: tenant)
    #expect(drain(&table, lost) == ["metric_update e"])
    let fresh = try table.register(request(lastEventID: ""), now: now)
    #expect(drain(&table, fresh) == ["opening e"])
  }

  @Test("a listener of a tenant without updates comes back without a resync, also when updates came")
  func resumptionFromMark() throws {
    var table = table()
    let first = try table.register(request(), now: now)
    let mark = try #require(drain(&table, first).first?.split(separator: " ").last)
    let again = try table.register(request(lastEventID: String(mark)), now: now)
    #expect(drain(&table, again) == ["opening"])
    _ = table.receive(try Messages.update("a"), tenant: try Messages.tenant(1))
    let later = try table.register(request(lastEventID: String(mark)), now: now)
    #expect(drain(&table, later) == ["opening", "metric_update a"])
  }

  @Test("who reads too slowly loses what waits and gets one resync, and then updates", arguments: [false, true])
  func overflow(byBytes: Bool) throws {
    var table = table { limits in
      if byBytes { limits.waitingByteCountMax = 2000 } else { limits.waitingUpdateCountMax = 4 }
    }
    let tenant = try Messages.tenant(1)
    let slow = try table.register(request(), now: now)
    let fast = try table.register(request(user: "v"), now: now)
    var seen: [String] = drain(&table, fast)
    for number in 1...20 {
      _ = table.receive(try Messages.update("\(number)"), tenant: tenant)
      seen += drain(&table, fast)
    }
    #expect(seen.dropFirst() == (1...20).map { "metric_update \($0)" }[...])
    #expect(drain(&table, slow).dropFirst() == ["resync 20"])
    #expect(table.counts.resyncsSent == 1 && table.counts.updatesDropped == 20)
    _ = table.receive(try Messages.update("21"), tenant: tenant)
    #expect(drain(&table, slow) == ["metric_update 21"])
  }

  @Test("a truncated message is a resync for all, in the place of what waits")
  func truncated() throws {
    var table = table()
    let tenant = try Messages.tenant(1)
    let all = try table.register(request(), now: now)
    let rep = try table.register(request(reps: ["r1"]), now: now)
    _ = table.receive(try Messages.update("a", reps: ["r1"]), tenant: tenant)
    _ = table.receive(try Messages.update("b", reps: [], isTruncated: true), tenant: tenant)
    _ = table.receive(try Messages.update("c", reps: ["r1"]), tenant: tenant)
    for number in [all, rep] { #expect(drain(&table, number).dropFirst() == ["resync c"]) }
    let back = try table.register(request(lastEventID: "a"), now: now)
    #expect(drain(&table, back) == ["opening", "resync c"])
  }

  @Test("a rep gets no event for what others do, and a heartbeat moves its position")
  func filter() throws {
    var table = table()
    let tenant = try Messages.tenant(1)
    let rep = try table.register(request(reps: ["r1"]), now: now)
    _ = table.receive(try Messages.update("a", reps: ["r1", "r2"]), tenant: tenant)
    _ = table.receive(try Messages.update("b", reps: ["r2"]), tenant: tenant)
    _ = table.receive(try Messages.update("c", reps: [nil, "r2"]), tenant: tenant)
    _ = table.receive(try Messages.update("d", reps: ["r2"]), tenant: tenant)
    #expect(drain(&table, rep).dropFirst() == ["metric_update a", "metric_update c"])
    for _ in 0..<ListenerTable.tickCountPerHeartbeat { _ = table.tick(now: now) }
    #expect(drain(&table, rep) == ["heartbeat d"])
    for _ in 0..<ListenerTable.tickCountPerHeartbeat { _ = table.tick(now: now) }
    #expect(drain(&table, rep) == ["heartbeat"])
  }

  @Test("tenants never meet")
  func tenants() throws {
    var table = table()
    let one = try table.register(request(1), now: now)
    let two = try table.register(request(2, lastEventID: "a"), now: now)
    #expect(table.receive(try Messages.update("a"), tenant: try Messages.tenant(1)) == [one])
    #expect(drain(&table, two) == ["opening", "resync @i.1"])
    #expect(drain(&table, one).dropFirst() == ["metric_update a"])
  }

  @Test("each gets one heartbeat an interval, at different ticks, and none where something else comes")
  func heartbeats() throws {
    var table = table()
    let numbers = try (0..<32).map { try table.register(request(user: "\($0)"), now: now) }
    for number in numbers { _ = drain(&table, number) }
    var counts: [Int] = []
    for _ in 0..<ListenerTable.tickCountPerHeartbeat {
      counts.append(table.tick(now: now).count)
      for number in numbers { _ = drain(&table, number) }
    }
    #expect(counts.allSatisfy { $0 == 2 })
    #expect(table.counts.heartbeatsSent == 32)
    for _ in 0..<(3 * ListenerTable.tickCountPerHeartbeat) { _ = table.tick(now: now) }
    _ = table.receive(try Messages.update("a"), tenant: try Messages.tenant(1))
    for number in numbers { #expect(drain(&table, number) == ["metric_update a"]) }
  }

  @Test("Redis away and back is one resync each, however often, and older positions are gaps")
  func reconnected() throws {
    var table = table()
    let tenant = try Messages.tenant(1)
    _ = table.noteSubscribed()
    let number = try table.register(request(), now: now)
    _ = drain(&table, number)
    _ = table.receive(try Messages.update("a"), tenant: tenant)
    table.noteLost()
    #expect(!table.counts.isSubscribed)
    _ = table.noteSubscribed()
    table.noteLost()
    _ = table.noteSubscribed()
    _ = table.receive(try Messages.update("b"), tenant: tenant)
    #expect(drain(&table, number) == ["resync b"])
    let back = try table.register(request(lastEventID: "a"), now: now)
    #expect(drain(&table, back) == ["opening", "resync b"])
    #expect(table.counts.connectionsLost == 2 && table.counts.isSubscribed)
  }

  @Test("an expired token ends the stream, and nothing else is shown before the end")
  func expiry() throws {
    var table = table()
    let tenant = try Messages.tenant(1)
    let later = now + .seconds(60)
    let number = try table.register(request(expiresAt: later), now: now)
    let other = try table.register(request(), now: now)
    _ = table.receive(try Messages.update("a"), tenant: tenant)
    _ = table.tick(now: Timestamp(microseconds: later.microseconds - 1))
    #expect(table.counts.listeners == 2)
    #expect(table.tick(now: later).contains(number))
    _ = table.receive(try Messages.update("b"), tenant: tenant)
    #expect(drain(&table, number) == ["expired", "gone"])
    #expect(drain(&table, other).last == "metric_update b")
    #expect(table.counts.listeners == 1)
    #expect(refusal(&table, try request(expiresAt: later), now: later) == .tokenExpired)
  }

  @Test("a shutdown gives what waits, then the end, and refuses new ones")
  func shutdown() throws {
    var table = table()
    let number = try table.register(request(), now: now)
    _ = drain(&table, number)
    _ = table.receive(try Messages.update("a"), tenant: try Messages.tenant(1))
    #expect(table.shutDown() == [number])
    #expect(drain(&table, number) == ["metric_update a", "restarting", "gone"])
    #expect(refusal(&table, try request(), now: now) == .shuttingDown)
    #expect(table.counts.listeners == 0)
  }

  @Test("listeners are bounded for each principal and in all, and who leaves makes room")
  func limits() throws {
    var table = table { limits in
      limits.listenerCountMax = 4
      limits.listenerCountPerPrincipalMax = 2
    }
    let first = try table.register(request(user: "a"), now: now)
    _ = try table.register(request(user: "a"), now: now)
    #expect(refusal(&table, try request(user: "a"), now: now) == .tooManyListenersOfPrincipal)
    _ = try table.register(request(2, user: "a"), now: now)
    _ = try table.register(request(user: "b"), now: now)
    #expect(refusal(&table, try request(user: "c"), now: now) == .tooManyListeners)
    table.remove(first)
    table.remove(first)
    _ = try table.register(request(user: "a"), now: now)
    #expect(refusal(&table, try request(user: "a"), now: now) == .tooManyListeners)
    #expect(table.counts.listenersRefused == 3 && table.counts.listeners == 4)
  }

  private func refusal(
    _ table: inout ListenerTable,
    _ request: ListenerRequest,
    now: Timestamp
  ) -> LiveStreamError.Code? {
    do throws(LiveStreamError) {
      _ = try table.register(request, now: now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("whatever happens, who has read to the end knows everything", arguments: UInt64(1)...60)
  func knowledge(seed: UInt64) throws {
    var world = try KnowledgeModel(seed: seed)
    for _ in 0..<600 { try world.step() }
    try world.finish()
    let hasTried = world.resyncCount > 0 && world.updateCount > 0 && world.resumptionCount > 0
    #expect(hasTried, "seed \(seed) tried too little")
  }
}
