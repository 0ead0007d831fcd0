import Delivery
import EventModel
import Testing

@testable import DeliverySimulation

/// The models behave as the servers do; what they got wrong, the simulation would not see.
@Suite struct StoreModelTests {
  @Test("what a transaction writes, others see when it commits")
  func visibility() {
    var table = Table<Int, String>()
    let answer1 = table.insert(1, "a", by: 0)
    #expect(answer1)
    #expect(table.value(1, seenBy: 0) == "a")
    #expect(table.value(1, seenBy: 1) == nil)
    table.commit(0)
    #expect(table.value(1, seenBy: 1) == "a")
    table.write(1, nil, by: 1)
    #expect(table.value(1, seenBy: 1) == nil)
    #expect(table.value(1) == "a")
    table.abort(1)
    #expect(table.value(1) == "a")
  }

  @Test("an insert waits for an uncommitted one of the same key, and then conflicts or goes on")
  func insertWaits() {
    for isCommitted in [true, false] {
      var table = Table<Int, String>()
      let answer2 = table.insert(1, "a", by: 0)
      #expect(answer2)
      #expect(table.insertWaits(1, by: 1))
      if isCommitted { table.commit(0) } else { table.abort(0) }
      #expect(!table.insertWaits(1, by: 1))
      let answer3 = table.insert(1, "b", by: 1)
      #expect(answer3 == !isCommitted)
      table.commit(1)
      #expect(table.value(1) == (isCommitted ? "a" : "b"))
    }
  }

  @Test("an insert conflicts at once with a row that is only locked, and waits for one that is being deleted")
  func insertBesideLocks() {
    var table = Table<Int, String>()
    let answer4 = table.insert(1, "a", by: 0)
    #expect(answer4)
    table.commit(0)
    let answer5 = table.lock(1, by: 0)
    #expect(answer5)
    #expect(!table.insertWaits(1, by: 1))
    let answer6 = table.insert(1, "b", by: 1)
    #expect(!answer6)
    table.write(1, nil, by: 0)
    #expect(table.insertWaits(1, by: 1))
    table.commit(0)
    let answer7 = table.insert(1, "b", by: 1)
    #expect(answer7)
  }

  @Test("SKIP LOCKED passes over what others hold and what isn't committed")
  func skipLocked() {
    var table = Table<Int, String>()
    let answer8 = table.insert(1, "a", by: 0)
    #expect(answer8)
    let answer9 = table.lock(1, by: 1)
    #expect(!answer9)
    #expect(!table.lockWaits(1, by: 1))
    table.commit(0)
    let answer10 = table.lock(1, by: 1)
    #expect(answer10)
    let answer11 = table.lock(1, by: 0)
    #expect(!answer11)
    #expect(table.lockWaits(1, by: 0))
    table.abort(1)
    let answer12 = table.lock(1, by: 0)
    #expect(answer12)
  }

  @Test("ids of the outbox are drawn in order and committed in any")
  func outboxOrder() throws {
    let update = CalibrationUpdate(
      outcomeID: OutcomeID(SimulatedEvent.tenant.uuid),
      revision: 1,
      state: .retracted,
      actionType: ActionType("send_email"),
      predictedConfidence: 0.5,
      outcome: nil,
      weight: nil,
      outcomeType: .emailEngagement,
      status: .pending,
      actedAt: SimulatedEvent.start,
      resolvedAt: nil,
      windowExpiresAt: SimulatedEvent.start,
      calibrationVersion: nil
    )
    var database = Database()
    database.begin(0)
    database.begin(1)
    database.append(update, by: 0)
    database.append(update, by: 1)
    database.commit(1)
    #expect(database.outbox.rows().map(\.key) == [2])
    database.commit(0)
    #expect(database.outbox.rows().map(\.key) == [1, 2])
  }

  @Test("an entry is given out once, is pending until it is acknowledged, and comes again in a new group")
  func groups() throws {
    var stream = SimulatedStream()
    let consumer = Consumer(machine: 0, life: 0)
    stream.add(.publication(0))
    let answer13 = stream.read(for: consumer, countMax: 10)
    #expect(answer13?.map(\.id) == [1])
    let answer14 = stream.read(for: consumer, countMax: 10)
    #expect(answer14?.isEmpty == true)
    #expect(stream.pending(1)?.deliveryCount == 1)
    stream.acknowledge([1])
    #expect(stream.pending?.isEmpty == true)
    stream.destroyGroup()
    let answer15 = stream.read(for: consumer, countMax: 10)
    #expect(answer15 == nil)
    stream.createGroup()
    let answer16 = stream.read(for: consumer, countMax: 10)
    #expect(answer16?.map(\.id) == [1])
  }

  @Test("only its owner writes an entry's record or buries it, and it has one letter")
  func owners() throws {
    var stream = SimulatedStream()
    let (former, owner) = (Consumer(machine: 0, life: 0), Consumer(machine: 1, life: 0))
    stream.add(.publication(0))
    let entry = try #require(stream.read(for: former, countMax: 1)?.first)
    _ = stream.claim(1, for: owner, becoming: .inCompany(beginnings: 2))
    stream.writeBack(Candidate(id: 1, record: .fresh), of: former)
    #expect(stream.pending(1)?.deliveryCount == 2)
    let answer17 = stream.bury(entry, .processingFailed, of: former)
    #expect(!answer17)
    let answer18 = stream.bury(entry, .processingFailed, of: owner)
    #expect(answer18)
    #expect(stream.pending?.isEmpty == true)
    stream.destroyGroup()
    stream.createGroup()
    _ = stream.read(for: former, countMax: 1)
    let answer19 = stream.bury(entry, .processingFailed, of: former)
    #expect(!answer19)
    #expect(stream.letters.count == 1)
    #expect(stream.pending?.isEmpty == true)
  }

  @Test("an entry that was trimmed while it was pending leaves the pending list when it is claimed")
  func trimmed() {
    var stream = SimulatedStream()
    let consumer = Consumer(machine: 0, life: 0)
    stream.add(.publication(0))
    _ = stream.read(for: consumer, countMax: 1)
    stream.trim()
    let claimed = stream.claim(1, for: consumer, becoming: .inCompany(beginnings: 2))
    #expect(claimed?.payload == nil)
    #expect(stream.pending?.isEmpty == true)
  }
}
