public import EventModel

/// A load of a fixed mix, for measurements: of every 20 actions 12 are replied to, and 4 of 5 deals move a stage. A
/// conversation has 4 actions, and its events come among a few thousand of others.
public struct WorkloadPlan: Hashable, Sendable {
  /// Tells one load from another: tenants, ids and contents follow from it.
  public var seed: UInt64
  /// Tells apart loads of the same tenants: ids of events and conversations follow from it too.
  public var round: UInt64 = 0
  /// 1 or more.
  public var tenantCount: Int
  /// Of all types together; 1 or more.
  public var eventCount: Int
  /// The event time of the first event.
  public var start: Timestamp
  /// The time between two events, in microseconds; 1 or more.
  public var gapMicroseconds: Int64

  public init(seed: UInt64, tenantCount: Int = 8, eventCount: Int, start: Timestamp, gapMicroseconds: Int64) {
    precondition(tenantCount >= 1 && eventCount >= 1 && gapMicroseconds >= 1, "a load has events, and takes time")
    self.seed = seed
    self.tenantCount = tenantCount
    self.eventCount = eventCount
    self.start = start
    self.gapMicroseconds = gapMicroseconds
  }

  /// A load of the last hours, so that no window of its outcomes closes while it is worked off.
  /// - Parameter hours: what it is spread over; below the shortest window, a day.
  public static func past(
    seed: UInt64,
    tenantCount: Int = 8,
    eventCount: Int,
    before now: Timestamp,
    hours: Int64 = 12
  ) -> WorkloadPlan {
    let span = TimeInterval.hours(hours)
    return WorkloadPlan(
      seed: seed,
      tenantCount: tenantCount,
      eventCount: eventCount,
      start: now - span,
      gapMicroseconds: max(span.microseconds / Int64(max(eventCount, 1)), 1)
    )
  }

  /// The tenants, in the order in which conversations are dealt out to them.
  public var tenants: [TenantID] {
    var generator = SeededGenerator(seed: seed)
    return (0..<tenantCount).map { _ in TenantID(generator.uuid()) }
  }
}
