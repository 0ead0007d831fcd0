import Delivery
public import EventModel
import RedisClient
import ServiceLifecycle
public import Simulation
public import Streams
import UnixSignals

/// Publishes what a simulated agent does.
public struct SimulationFeed: Sendable {
  private static let batchCountMax = 1000
  /// How often a live feed publishes what is due.
  private static let tick = Duration.milliseconds(50)

  private let publisher: EventPublisher
  private let clock: WallClock

  public init(publisher: EventPublisher, clock: WallClock) {
    self.publisher = publisher
    self.clock = clock
  }

  /// Publishes a past, in the order of arrival, as fast as Redis takes it. It ends before the clock's now.
  /// - Returns: how many events were published.
  public func publishPast(
    plan: SimulationPlan,
    from start: Timestamp,
    countMax: Int,
    progress: (Int) -> Void
  ) async throws -> Int {
    var simulation = SalesAgentSimulation(plan: plan, start: start)
    var published = 0
    var batch: [EventPublisher.Entry] = []
    while published + batch.count < countMax, let event = simulation.next() {
      batch.append(Self.entry(of: event))
      if batch.count == Self.batchCountMax {
        try await publisher.publish(batch)
        published += batch.count
        batch.removeAll(keepingCapacity: true)
        progress(published)
      }
    }
    try await publisher.publish(batch)
    return published + batch.count
  }

  /// Publishes a present at about `rate` events a second, until `countMax` events, SIGINT or SIGTERM.
  /// - Returns: how many events were published.
  public func publishLive(
    plan: SimulationPlan,
    rate: Double,
    countMax: Int?,
    progress: (Int) -> Void
  ) async throws -> Int {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      let isStopped = StopFlag()
      group.addTask {
        for await _ in signals { return isStopped.set() }
      }
      defer { group.cancelAll() }
      return try await feed(
        plan: plan,
        rate: rate,
        countMax: countMax ?? .max,
        isStopped: isStopped,
        progress: progress
      )
    }
  }

  private func feed(
    plan: SimulationPlan,
    rate: Double,
    countMax: Int,
    isStopped: StopFlag,
    progress: (Int) -> Void
  ) async throws -> Int {
    let start = clock.now
    var simulation = SalesAgentSimulation(plan: plan, start: start)
    var published = 0
    while published < countMax && !isStopped.isSet {
      let now = clock.now
      let due = min(Int(Double((now - start).microseconds) / 1_000_000 * rate), countMax)
      var batch: [EventPublisher.Entry] = []
      while published + batch.count < due && batch.count < Self.batchCountMax {
        if let event = simulation.nextEvent(deliveredBy: now) {
          batch.append(Self.entry(of: event))
        } else {
          simulation.act(at: now)
          // An action may leave later than it was taken; it is taken on the next round then.
          guard let event = simulation.nextEvent(deliveredBy: now) else { break }
          batch.append(Self.entry(of: event))
        }
      }
      try await publisher.publish(batch)
      published += batch.count
      progress(published)
      try await Task.sleep(for: Self.tick)
    }
    return published
  }

  private static func entry(of event: SimulatedEvent) -> EventPublisher.Entry {
    .init(key: StreamKey(event.eventType, tenant: event.tenantID), fields: event.streamFields)
  }
}
