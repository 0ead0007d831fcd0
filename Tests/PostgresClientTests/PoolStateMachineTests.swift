import TestSupport
import Testing

@testable import PostgresClient

@Suite struct PoolStateMachineTests {
  private typealias Machine = PoolStateMachine<Int>

  @Test func `nobody overtakes a waiter`() {
    var machine = Machine(connectionCountMax: 1, waiterCountMax: 2)
    guard case .open = machine.acquire() else { return #expect(Bool(false), "the first one opens") }
    guard case .wait = machine.acquire() else { return #expect(Bool(false), "the second one waits") }
    machine.enqueue(7)
    guard case .lend(1, to: 7) = machine.release(1, at: .now) else { return #expect(Bool(false), "the waiter is next") }
    #expect(machine.placeCount == 1 && machine.waiterCount == 0)
  }

  @Test func `a place that becomes free goes to the first waiter`() {
    var machine = Machine(connectionCountMax: 1, waiterCountMax: 2)
    _ = machine.acquire()
    machine.enqueue(7)
    machine.enqueue(8)
    let isFirst = machine.abandon(7)
    let isSecond = machine.abandon(7)
    #expect(isFirst && !isSecond)
    guard case .open(by: 8) = machine.vacate() else { return #expect(Bool(false), "the waiter may open") }
    guard case .none = machine.vacate() else { return #expect(Bool(false), "nobody waits") }
    #expect(machine.placeCount == 0)
  }

  @Test func `who can't open a connection takes one that came back, and gives the place up`() {
    var machine = Machine(connectionCountMax: 3, waiterCountMax: 2)
    _ = machine.acquire()
    _ = machine.acquire()
    let none = machine.exchangePlace()
    #expect(none == nil)
    _ = machine.release(1, at: .now)
    let returned = machine.exchangePlace()
    #expect(returned == 1)
    #expect(machine.placeCount == 1 && machine.idleCount == 0)
  }

  @Test func `only what was idle for long is closed, the longest idle first`() {
    var machine = Machine(connectionCountMax: 3, waiterCountMax: 2)
    let start = ContinuousClock.now
    for _ in 1...3 { _ = machine.acquire() }
    for number in 1...3 { _ = machine.release(number, at: start + .seconds(number)) }
    let retired = (0..<3).map { _ in machine.retire(idleSince: start + .milliseconds(2500)) }
    #expect(retired == [1, 2, nil])
    #expect(machine.placeCount == 1 && machine.idleCount == 1)
  }

  @Test(arguments: 0..<50)
  func `whatever happens, places are bounded and conserved, and turns are in order`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    var machine = Machine(connectionCountMax: 3, waiterCountMax: 4)
    var lent: [Int] = []
    var opening = 0
    var queue: [UInt64] = []
    var nextConnection = 0
    var nextWaiter: UInt64 = 0

    func carryOut(_ handover: Machine.Handover) {
      switch handover {
      case .none: #expect(queue.isEmpty || machine.isClosed, "seed \(seed)")
      case .lend(let connection, let waiter):
        let expected = queue.removeFirst()
        #expect(expected == waiter, "seed \(seed)")
        lent.append(connection)
      case .open(let waiter):
        let expected = queue.removeFirst()
        #expect(expected == waiter, "seed \(seed)")
        opening += 1
      case .close: #expect(machine.isClosed, "seed \(seed)")
      }
    }

    let start = ContinuousClock.now
    for step in 0..<400 {
      let now = start + .seconds(step)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0, 1:
        switch machine.acquire() {
        case .lend(let connection):
          #expect(queue.isEmpty && !lent.contains(connection), "seed \(seed)")
          lent.append(connection)
        case .open: opening += 1
        case .wait:
          nextWaiter += 1
          machine.enqueue(nextWaiter)
          queue.append(nextWaiter)
        case .refuse: #expect(queue.count == 4, "seed \(seed)")
        case .closed: #expect(machine.isClosed, "seed \(seed)")
        }
      case 2 where opening > 0:
        opening -= 1
        if Bool.random(using: &generator) {
          nextConnection += 1
          lent.append(nextConnection)
        } else {
          carryOut(machine.vacate())
        }
      case 3 where !lent.isEmpty:
        let connection = lent.remove(at: Int.random(in: 0..<lent.count, using: &generator))
        carryOut(Bool.random(using: &generator) ? machine.release(connection, at: now) : machine.vacate())
      case 4 where !queue.isEmpty:
        let waiter = queue.remove(at: Int.random(in: 0..<queue.count, using: &generator))
        let wasWaiting = machine.abandon(waiter)
        #expect(wasWaiting, "seed \(seed)")
      case 6 where opening > 0:
        if let connection = machine.exchangePlace() {
          opening -= 1
          lent.append(connection)
        }
      case 7:
        let idleCount = machine.idleCount
        let retired = machine.retire(idleSince: now - .seconds(20))
        #expect(machine.idleCount == idleCount - (retired == nil ? 0 : 1), "seed \(seed)")
      case 5 where step > 350 && !machine.isClosed:
        let refused = machine.close().waiters
        #expect(refused == queue, "seed \(seed)")
        queue = []
      case _: continue
      }
      #expect(machine.placeCount == machine.idleCount + lent.count + opening, "seed \(seed)")
      #expect(machine.placeCount <= 3 && machine.waiterCount == queue.count, "seed \(seed)")
      #expect(machine.waiterCount == 0 || machine.idleCount == 0, "seed \(seed)")
    }
  }

  @Test func `pauses double up to their bound and are never longer`() {
    var generator = TestGenerator(seed: 1)
    let policy = PostgresRetryPolicy(attemptCountMax: 9, pauseBase: .milliseconds(10), pauseMax: .milliseconds(100))
    for (attempt, bound) in [(1, 10), (2, 20), (3, 40), (4, 80), (5, 100), (60, 100)] {
      for _ in 0..<100 {
        let pause = policy.pause(afterAttempt: attempt, using: &generator)
        #expect(pause >= .zero && pause <= .milliseconds(bound))
      }
    }
  }

  @Test func `attempts to connect are spaced until one succeeds`() {
    var generator = TestGenerator(seed: 2)
    var backoff = ReconnectBackoff()
    let start = ContinuousClock.now
    #expect(backoff.pause(now: start) == .zero)
    for bound in [50, 100, 200, 400, 800, 1600, 2000, 2000] {
      backoff.failed(now: start, using: &generator)
      let pause = backoff.pause(now: start)
      #expect(pause >= .milliseconds(bound) / 2 && pause <= .milliseconds(bound))
      #expect(backoff.pause(now: start + .seconds(6)) == .zero)
    }
    backoff.succeeded()
    #expect(backoff.pause(now: start) == .zero)
  }
}
