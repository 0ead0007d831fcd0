import EventModel
import TestSupport
import Testing

@testable import Insight

/// The decisions alone: who computes, who waits, what is kept.
struct SingleFlightTests {
  private typealias Flight = SingleFlight<String, Int, String>

  private static let noon = Timestamp(microseconds: 1_770_000_000_000_000)

  private static func flight(entryCountMax: Int = 3, waiterCountMax: Int = 2) -> Flight {
    SingleFlight(
      limits: SingleFlightLimits(entryCountMax: entryCountMax, freshness: .seconds(600), waiterCountMax: waiterCountMax)
    )
  }

  /// The first letter of what is to be done, with the answer.
  private static func word(_ turn: Flight.Turn) -> String {
    switch turn {
    case .take(let value): "take \(value)"
    case .lead: "lead"
    case .wait: "wait"
    case .leave: "leave"
    }
  }

  private static func ask(_ flight: inout Flight, _ key: String, at now: Timestamp = noon, ticket: UInt64 = 0) -> String
  {
    word(flight.ask(key, now: now, ticket: ticket, "waiter \(ticket)"))
  }

  @Test func `the first leads, the next wait, and more than the limit are sent away`() {
    var flight = Self.flight()
    #expect(Self.ask(&flight, "a", ticket: 1) == "lead")
    #expect(Self.ask(&flight, "a", ticket: 2) == "wait")
    #expect(Self.ask(&flight, "b", ticket: 3) == "lead", "another key is another answer")
    #expect(Self.ask(&flight, "a", ticket: 4) == "wait")
    #expect(Self.ask(&flight, "a", ticket: 5) == "leave")
    #expect(flight.succeed("a", with: 7, madeAt: Self.noon) == ["waiter 2", "waiter 4"])
    #expect(Self.ask(&flight, "a") == "take 7")
    #expect(flight.waiterCount(for: "b") == 0)
  }

  @Test func `an answer is fresh to before its age limit, and not before it was made`() {
    var flight = Self.flight()
    #expect(Self.ask(&flight, "a") == "lead")
    #expect(flight.succeed("a", with: 7, madeAt: Self.noon).isEmpty)
    let last = Self.noon + TimeInterval(microseconds: 599_999_999)
    #expect(Self.ask(&flight, "a", at: last) == "take 7")
    #expect(Self.ask(&flight, "a", at: Self.noon + .seconds(600)) == "lead")
    #expect(flight.succeed("a", with: 8, madeAt: Self.noon + .seconds(600)).isEmpty)
    #expect(Self.ask(&flight, "a", at: Self.noon) == "lead", "the clock was set back")
  }

  @Test func `a failure is told to those who wait, and is not kept`() {
    var flight = Self.flight()
    #expect(Self.ask(&flight, "a", ticket: 1) == "lead")
    #expect(Self.ask(&flight, "a", ticket: 2) == "wait")
    #expect(flight.fail("a") == ["waiter 2"])
    #expect(Self.ask(&flight, "a") == "lead")
  }

  @Test func `who leads and goes away is followed by the first who waits`() {
    var flight = Self.flight()
    #expect(Self.ask(&flight, "a", ticket: 1) == "lead")
    for ticket in [2, 3] as [UInt64] { #expect(Self.ask(&flight, "a", ticket: ticket) == "wait") }
    #expect(flight.handOver("a") == "waiter 2")
    #expect(flight.waiterCount(for: "a") == 1)
    #expect(flight.withdraw("a", ticket: 3) == "waiter 3")
    #expect(flight.withdraw("a", ticket: 3) == nil)
    #expect(flight.handOver("a") == nil)
    #expect(Self.ask(&flight, "a") == "lead", "nobody leads any more")
  }

  @Test func `beyond the limit the oldest answer goes, and stale ones go first`() {
    var flight = Self.flight()
    for (index, key) in ["a", "b", "c"].enumerated() {
      #expect(Self.ask(&flight, key, at: Self.noon + .seconds(Int64(index))) == "lead")
      #expect(flight.succeed(key, with: index, madeAt: Self.noon + .seconds(Int64(index))).isEmpty)
    }
    #expect(flight.keptCount == 3)
    let later = Self.noon + .seconds(10)
    #expect(Self.ask(&flight, "d", at: later) == "lead")
    #expect(flight.succeed("d", with: 3, madeAt: later).isEmpty)
    #expect(flight.keptCount == 3)
    #expect(Self.ask(&flight, "a", at: later) == "lead")
    #expect(Self.ask(&flight, "b", at: later) == "take 1")
    let muchLater = Self.noon + .seconds(605)
    #expect(flight.succeed("a", with: 4, madeAt: muchLater).isEmpty)
    #expect(flight.keptCount == 2, "only d and a are fresh")
  }

  /// Many acts by chance: at most one leads a key, everybody who waits is woken once, and no more is kept than may be.
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `nobody is forgotten`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    var flight = Self.flight(entryCountMax: 2, waiterCountMax: 3)
    var leading: Set<String> = []
    var waiting: [String: Set<String>] = [:]
    var now = Self.noon
    for ticket in 0..<300 as Range<UInt64> {
      let key = generator.pick(["a", "b", "c", "d"])
      now = now + .seconds(Int64.random(in: 0...200, using: &generator))
      switch Int.random(in: 0..<6, using: &generator) {
      case 0 where leading.remove(key) != nil:
        let woken = flight.succeed(key, with: Int(ticket), madeAt: now)
        #expect(Set(woken) == waiting.removeValue(forKey: key) ?? [], "seed \(seed)")
      case 1 where leading.remove(key) != nil:
        #expect(Set(flight.fail(key)) == waiting.removeValue(forKey: key) ?? [], "seed \(seed)")
      case 2 where leading.contains(key):
        let next = flight.handOver(key)
        if let next { waiting[key]?.remove(next) } else { leading.remove(key) }
        #expect(next != nil || (waiting[key] ?? []).isEmpty, "seed \(seed)")
      default:
        switch Self.ask(&flight, key, at: now, ticket: ticket) {
        case "lead": #expect(leading.insert(key).inserted, "seed \(seed)")
        case "wait": waiting[key, default: []].insert("waiter \(ticket)")
        case "leave": #expect(waiting[key]?.count == 3, "seed \(seed)")
        default: break
        }
      }
      #expect(flight.keptCount <= 2, "seed \(seed)")
      #expect(flight.waiterCount(for: key) == waiting[key]?.count ?? 0, "seed \(seed)")
    }
  }
}
