import EventModel
import TestSupport
import Testing

@testable import LiveStream

/// A log beside a model that keeps every update of every tenant, and works out from the limits alone what may be held.
struct LogModel {
  private struct Tenant {
    let id: TenantID
    /// The position before the first.
    let mark: String
    var updates: [AnalyticsUpdate] = []

    /// The index of the first that is held: as many as fit, none at or before a truncated one.
    func firstHeld(_ limits: UpdateLog.Limits) -> Int {
      var (index, byteCount) = (updates.count, 0)
      while index > 0 {
        let update = updates[index - 1]
        byteCount += update.byteCount
        if update.isTruncated || updates.count - index + 1 > limits.updateCountPerTenantMax { break }
        if byteCount > limits.byteCountPerTenantMax { break }
        index -= 1
      }
      return index
    }

    func byteCount(_ limits: UpdateLog.Limits) -> Int {
      updates[firstHeld(limits)...].reduce(TenantUpdates.overheadByteCount) { $0 + $1.byteCount }
    }

    func ids(after position: String, _ limits: UpdateLog.Limits) -> [String]? {
      let positions = [mark] + updates.map(\.id)
      guard let index = positions.lastIndex(of: position), index >= firstHeld(limits) else { return nil }
      return updates[index...].map(\.id)
    }
  }

  private let seed: UInt64
  private var generator: TestGenerator
  private let limits: UpdateLog.Limits
  private var log: UpdateLog
  private let all: [TenantID]
  /// The least recently used first.
  private var held: [Tenant] = []
  private var mark: String
  private var positions: [String] = ["", "@i.0", "nothing"]
  private var nextID = 0

  private(set) var gapCount = 0
  private(set) var heldCount = 0
  private(set) var evictionCount = 0

  init(seed: UInt64) throws {
    self.seed = seed
    generator = TestGenerator(seed: seed)
    let perTenant = 2000 + Int.random(in: 0...4000, using: &generator)
    limits = UpdateLog.Limits(
      updateCountPerTenantMax: Int.random(in: 1...8, using: &generator),
      byteCountPerTenantMax: perTenant,
      byteCountMax: perTenant + TenantUpdates.overheadByteCount + Int.random(in: 0...4000, using: &generator)
    )
    log = UpdateLog(instance: "i", limits: limits)
    all = try (1...5).map(Messages.tenant)
    mark = log.position(of: all[0])
  }

  mutating func step() throws {
    let tenant = generator.pick(all)
    switch Int.random(in: 0..<100, using: &generator) {
    case ..<60: try append(to: tenant)
    case ..<99: look(tenant)
    default: forget(tenant)
    }
    #expect(log.byteCount <= limits.byteCountMax, "seed \(seed)")
    #expect(log.byteCount == held.reduce(0) { $0 + $1.byteCount(limits) }, "seed \(seed)")
    #expect(log.tenantCount == held.count, "seed \(seed)")
    let expected = held.first { $0.id == tenant }.map { $0.updates.last?.id ?? $0.mark } ?? mark
    #expect(log.position(of: tenant) == expected, "seed \(seed)")
    positions.append(expected)
  }

  private mutating func append(to tenant: TenantID) throws {
    let isRepeated = generator.chance(5)
    if !isRepeated { nextID += 1 }
    let update = try Messages.update(
      "u\(nextID)",
      reps: Array(repeating: nil, count: Int.random(in: 0...6, using: &generator)),
      isTruncated: generator.chance(3),
      padding: Int.random(in: 0...150, using: &generator)
    )
    var entry = use(tenant) ?? Tenant(id: tenant, mark: mark)
    let isKnown = entry.ids(after: update.id, limits) != nil
    #expect(log.append(update, tenant: tenant) == !isKnown, "seed \(seed)")
    if !isKnown { entry.updates.append(update) }
    held.append(entry)
    while held.reduce(0, { $0 + $1.byteCount(limits) }) > limits.byteCountMax {
      held.removeFirst()
      evictionCount += 1
      // What a tenant without updates is told names a new mark from now on.
      mark = log.position(of: try Messages.tenant(99))
    }
  }

  private mutating func look(_ tenant: TenantID) {
    let position = generator.chance(50) ? generator.pick(Array(positions.suffix(12))) : generator.pick(positions)
    let expected: [String]?
    if let entry = use(tenant) {
      expected = entry.ids(after: position, limits)
      held.append(entry)
    } else {
      expected = position == mark ? [] : nil
    }
    switch log.updates(after: position, tenant: tenant) {
    case .updates(let updates):
      #expect(updates.map(\.id) == expected, "seed \(seed)")
      heldCount += 1
    case .gap:
      #expect(expected == nil, "seed \(seed)")
      gapCount += 1
    }
  }

  private mutating func forget(_ tenant: TenantID) {
    log.forgetAll()
    held = []
    let before = mark
    mark = log.position(of: tenant)
    #expect(mark != before, "seed \(seed)")
  }

  /// Takes a tenant's entry out, to be put at the end.
  private mutating func use(_ tenant: TenantID) -> Tenant? {
    held.firstIndex { $0.id == tenant }.map { held.remove(at: $0) }
  }
}
