import EventModel
import Synchronization
import TestSupport
import Testing

@testable import Insight

@Suite(.timeLimit(.minutes(2))) struct SingleFlightCacheTests {
  private typealias Cache = SingleFlightCache<String, Int>

  private struct Failure: Error, Equatable {}

  private static let noon = Timestamp(microseconds: 1_770_000_000_000_000)

  private static func cache(waiterCountMax: Int = 100) -> Cache {
    SingleFlightCache(
      limits: SingleFlightLimits(entryCountMax: 64, freshness: .seconds(600), waiterCountMax: waiterCountMax)
    )
  }

  /// A computation that ends when the test says so, and counts how often it was begun.
  private final class Work: Sendable {
    private let gate: AsyncStream<Void>
    private let opener: AsyncStream<Void>.Continuation
    private let count = Atomic<Int>(0)

    init() {
      (gate, opener) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
    }

    var beginCount: Int { count.load(ordering: .sequentiallyConsistent) }

    func open() { opener.finish() }

    /// Returns how often it was begun.
    func run(failing: Bool = false) async throws -> Int {
      let number = count.add(1, ordering: .sequentiallyConsistent).newValue
      for await _ in gate {}
      try Task.checkCancellation()
      if failing { throw Failure() }
      return number
    }
  }

  @Test func `fifty who ask at once get the one answer of one computation`() async throws {
    let (cache, work) = (Self.cache(), Work())
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { try await cache.value(for: "a", now: Self.noon) { try await work.run() } } }
      try await Wait.until("49 wait") { cache.waiterCount(for: "a") == 49 }
      work.open()
      for try await value in group { #expect(value == 1) }
    }
    #expect(work.beginCount == 1)
    #expect(try await cache.value(for: "a", now: Self.noon + .seconds(599)) { try await work.run() } == 1)
    #expect(try await cache.value(for: "a", now: Self.noon + .seconds(600)) { try await work.run() } == 2)
    #expect(try await cache.value(for: "b", now: Self.noon + .seconds(600)) { try await work.run() } == 3)
    #expect(cache.keptCount == 2)
  }

  @Test func `all who wait for a failure fail with it, and the next one tries again`() async throws {
    let (cache, work) = (Self.cache(), Work())
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<10 {
        group.addTask {
          do {
            _ = try await cache.value(for: "a", now: Self.noon) { try await work.run(failing: true) }
            return false
          } catch {
            return error is Failure
          }
        }
      }
      await #expect(throws: Never.self) { try await Wait.until("9 wait") { cache.waiterCount(for: "a") == 9 } }
      work.open()
      for await isFailure in group { #expect(isFailure) }
    }
    #expect(work.beginCount == 1 && cache.keptCount == 0)
    #expect(try await cache.value(for: "a", now: Self.noon) { try await work.run() } == 2)
  }

  @Test func `who is cancelled leaves alone, whether it waited or led`() async throws {
    let (cache, work) = (Self.cache(), Work())
    let leader = Task { try await cache.value(for: "a", now: Self.noon) { try await work.run() } }
    try await Wait.until("it has begun") { work.beginCount == 1 }
    let waiter = Task { try await cache.value(for: "a", now: Self.noon) { try await work.run() } }
    try await Wait.until("one waits") { cache.waiterCount(for: "a") == 1 }
    let other = Task { try await cache.value(for: "a", now: Self.noon) { try await work.run() } }
    try await Wait.until("two wait") { cache.waiterCount(for: "a") == 2 }
    waiter.cancel()
    await #expect(throws: CancellationError.self) { try await waiter.value }
    #expect(cache.waiterCount(for: "a") == 1 && work.beginCount == 1)
    leader.cancel()
    await #expect(throws: CancellationError.self) { try await leader.value }
    // The one who is left leads now.
    try await Wait.until("it is begun anew") { work.beginCount == 2 }
    work.open()
    #expect(try await other.value == 2)
    #expect(cache.keptCount == 1)
  }

  @Test func `too many who wait are refused, and it says that a later try may go`() async throws {
    let (cache, work) = (Self.cache(waiterCountMax: 1), Work())
    let leader = Task { try await cache.value(for: "a", now: Self.noon) { try await work.run() } }
    try await Wait.until("it has begun") { work.beginCount == 1 }
    let waiter = Task { try await cache.value(for: "a", now: Self.noon) { try await work.run() } }
    try await Wait.until("one waits") { cache.waiterCount(for: "a") == 1 }
    let error = await #expect(throws: InsightError.self) {
      try await cache.value(for: "a", now: Self.noon) { try await work.run() }
    }
    #expect(error?.code == .overloaded && error?.isRetriable == true)
    work.open()
    #expect(try await leader.value == 1)
    #expect(try await waiter.value == 1)
  }
}
