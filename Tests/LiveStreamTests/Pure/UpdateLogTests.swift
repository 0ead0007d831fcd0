import EventModel
import TestSupport
import Testing

@testable import LiveStream

@Suite("The log of updates") struct UpdateLogTests {
  private func ids(_ resumption: UpdateLog.Resumption) -> [String]? {
    switch resumption {
    case .updates(let updates): updates.map(\.id)
    case .gap: nil
    }
  }

  @Test("after a position come exactly the later updates of the tenant")
  func after() throws {
    var log = UpdateLog(instance: "i")
    let (one, two) = (try Messages.tenant(1), try Messages.tenant(2))
    let start = log.position(of: one)
    for id in ["a", "b", "c"] { log.append(try Messages.update(id), tenant: one) }
    log.append(try Messages.update("x"), tenant: two)
    #expect(ids(log.updates(after: start, tenant: one)) == ["a", "b", "c"])
    #expect(ids(log.updates(after: "a", tenant: one)) == ["b", "c"])
    #expect(ids(log.updates(after: "c", tenant: one)) == [])
    #expect(log.position(of: one) == "c" && log.position(of: two) == "x")
    #expect(ids(log.updates(after: "a", tenant: two)) == nil, "another tenant's id")
    #expect(ids(log.updates(after: "never", tenant: one)) == nil)
    #expect(ids(log.updates(after: "", tenant: one)) == nil)
  }

  @Test("the newest are held, and after the last that isn't held any more nothing is missing")
  func ring() throws {
    var log = UpdateLog(instance: "i", limits: .init(updateCountPerTenantMax: 3))
    let tenant = try Messages.tenant(1)
    let start = log.position(of: tenant)
    for number in 1...5 { log.append(try Messages.update("\(number)"), tenant: tenant) }
    #expect(ids(log.updates(after: start, tenant: tenant)) == nil)
    #expect(ids(log.updates(after: "1", tenant: tenant)) == nil)
    #expect(ids(log.updates(after: "2", tenant: tenant)) == ["3", "4", "5"])
  }

  @Test("an id that comes twice is held once")
  func duplicate() throws {
    var log = UpdateLog(instance: "i")
    let tenant = try Messages.tenant(1)
    #expect(log.append(try Messages.update("a"), tenant: tenant))
    #expect(log.append(try Messages.update("b"), tenant: tenant))
    #expect(!log.append(try Messages.update("a"), tenant: tenant))
    #expect(ids(log.updates(after: "a", tenant: tenant)) == ["b"])
  }

  @Test("nobody catches up past a truncated message")
  func truncated() throws {
    var log = UpdateLog(instance: "i")
    let tenant = try Messages.tenant(1)
    log.append(try Messages.update("a"), tenant: tenant)
    log.append(try Messages.update("b", reps: [], isTruncated: true), tenant: tenant)
    #expect(log.position(of: tenant) == "b")
    log.append(try Messages.update("c"), tenant: tenant)
    #expect(ids(log.updates(after: "a", tenant: tenant)) == nil)
    #expect(ids(log.updates(after: "b", tenant: tenant)) == ["c"])
  }

  @Test("after forgetting, every position from before is a gap, also a tenant's without updates")
  func forgetting() throws {
    var log = UpdateLog(instance: "i")
    let (one, two) = (try Messages.tenant(1), try Messages.tenant(2))
    log.append(try Messages.update("a"), tenant: one)
    let marks = [log.position(of: one), log.position(of: two)]
    log.forgetAll()
    for (mark, tenant) in zip(marks, [one, two]) { #expect(ids(log.updates(after: mark, tenant: tenant)) == nil) }
    #expect(log.byteCount == 0 && log.tenantCount == 0)
    log.append(try Messages.update("b"), tenant: two)
    #expect(ids(log.updates(after: marks[1], tenant: two)) == nil)
  }

  @Test("the marks of two processes are not taken for each other")
  func instances() throws {
    var (one, two) = (UpdateLog(instance: "1"), UpdateLog(instance: "2"))
    let tenant = try Messages.tenant(1)
    #expect(ids(two.updates(after: one.position(of: tenant), tenant: tenant)) == nil)
    #expect(ids(one.updates(after: one.position(of: tenant), tenant: tenant)) == [])
  }

  @Test("the log does what a model does that keeps everything and thinks anew each time", arguments: UInt64(1)...40)
  func model(seed: UInt64) throws {
    var world = try LogModel(seed: seed)
    for _ in 0..<400 { try world.step() }
    #expect(world.gapCount > 0 && world.evictionCount > 0 && world.heldCount > 0, "seed \(seed) tried too little")
  }
}
