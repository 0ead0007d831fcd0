import Calibration
import EventModel
import FoundationEssentials
import TestSupport
import Testing

struct SampleLedgerTests {
  private static let outcome = OutcomeID(UUID())

  private static func update(
    revision: Int64,
    sample: CalibrationSample?,
    outcome: OutcomeID = outcome,
    actionType: String = "send_email"
  ) -> CalibrationUpdate {
    CalibrationUpdate(
      outcomeID: outcome,
      revision: revision,
      state: sample == nil ? .retracted : .present,
      actionType: ActionType(actionType),
      predictedConfidence: sample?.confidence ?? 0.5,
      outcome: sample?.outcome,
      weight: sample?.weight,
      outcomeType: .emailEngagement,
      status: sample == nil ? .ambiguous : sample?.outcome == true ? .positive : .negative,
      actedAt: Timestamp(microseconds: 0),
      resolvedAt: Timestamp(microseconds: 1),
      windowExpiresAt: Timestamp(microseconds: 2),
      calibrationVersion: nil
    )
  }

  private static let first = CalibrationSample(confidence: 0.8, outcome: false)
  private static let second = CalibrationSample(confidence: 0.8, outcome: true)

  @Test func `the first update of an outcome has nothing to take out`() {
    let decision = SampleLedger.decide(stored: nil, incoming: Self.update(revision: 3, sample: Self.first))
    let change = SampleChange(
      outcomeID: Self.outcome,
      actionType: ActionType("send_email"),
      old: nil,
      new: Self.first
    )
    #expect(decision == .replace(change))
  }

  @Test func `the same or an older revision is ignored`() {
    let stored = LedgerEntry(revision: 2, sample: Self.first)
    for revision in [1, 2] as [Int64] {
      let incoming = Self.update(revision: revision, sample: Self.second)
      #expect(SampleLedger.decide(stored: stored, incoming: incoming) == .ignore)
    }
  }

  @Test func `a tombstone keeps an older sample out and lets a newer one in`() {
    let stored = LedgerEntry(revision: 2, sample: nil)
    #expect(SampleLedger.decide(stored: stored, incoming: Self.update(revision: 1, sample: Self.first)) == .ignore)
    let change = SampleChange(
      outcomeID: Self.outcome,
      actionType: ActionType("send_email"),
      old: nil,
      new: Self.second
    )
    let incoming = Self.update(revision: 3, sample: Self.second)
    #expect(SampleLedger.decide(stored: stored, incoming: incoming) == .replace(change))
  }

  @Test func `a retraction takes the stored sample out`() {
    let stored = LedgerEntry(revision: 1, sample: Self.first)
    let change = SampleChange(
      outcomeID: Self.outcome,
      actionType: ActionType("send_email"),
      old: Self.first,
      new: nil
    )
    #expect(SampleLedger.decide(stored: stored, incoming: Self.update(revision: 2, sample: nil)) == .replace(change))
  }

  @Test func `a batch collapses to the latest revision of each outcome, in lock order`() {
    let tenants = [TenantID(UUID()), TenantID(UUID())].sorted()
    let outcomes = [OutcomeID(UUID()), OutcomeID(UUID())].sorted()
    var entries: [SampleLedger.Entry] = []
    for tenant in tenants {
      for outcome in outcomes {
        for revision in [2, 3, 1, 3] as [Int64] {
          let update = Self.update(revision: revision, sample: Self.first, outcome: outcome)
          entries.append(SampleLedger.Entry(tenantID: tenant, update: update))
        }
      }
    }
    let latest = SampleLedger.latest(of: entries.reversed())
    #expect(latest.map(\.update.revision) == [3, 3, 3, 3])
    #expect(latest.map(\.tenantID) == [tenants[0], tenants[0], tenants[1], tenants[1]])
    #expect(latest.map(\.update.outcomeID) == outcomes + outcomes)
  }

  @Test func `every order and every cut of four revisions ends in the same bins`() throws {
    let samples: [CalibrationSample?] = [
      Self.first, nil, CalibrationSample(confidence: 0.3, outcome: true), Self.second,
    ]
    let updates = samples.enumerated().map { Self.update(revision: Int64($0 + 1), sample: $1) }
    for order in Permutations.all(of: updates) {
      for cut in 0...order.count {
        var world = FoldedWorld()
        for batch in [order.prefix(cut), order.suffix(order.count - cut), order.prefix(2)] {
          try world.fold(batch.map { SampleLedger.Entry(tenantID: FoldedWorld.tenant, update: $0) })
        }
        #expect(world.ledger[Self.outcome] == LedgerEntry(revision: 4, sample: Self.second))
        #expect(world.bins.filter { $0.value != .empty } == [world.key(Self.second): BinStatistics([Self.second])])
      }
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `a random stream of updates ends in the bins of a rebuild`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let outcomes = (0..<200).map { _ in OutcomeID(UUID()) }
    var truth: [OutcomeID: CalibrationUpdate] = [:]
    var stream: [CalibrationUpdate] = []
    for outcome in outcomes {
      for revision in 1...Int64.random(in: 1...6, using: &generator) {
        let isRetracted = Int.random(in: 0..<4, using: &generator) == 0
        let sample = isRetracted ? nil : CalibrationSample.random(using: &generator)
        let update = Self.update(revision: revision, sample: sample, outcome: outcome)
        truth[outcome] = update
        stream.append(contentsOf: Array(repeating: update, count: Int.random(in: 1...2, using: &generator)))
      }
    }
    stream.shuffle(using: &generator)
    var world = FoldedWorld()
    var rest = stream[...]
    while !rest.isEmpty {
      let batch = rest.prefix(Int.random(in: 1...50, using: &generator))
      try world.fold(batch.map { SampleLedger.Entry(tenantID: FoldedWorld.tenant, update: $0) })
      rest = rest.dropFirst(batch.count)
    }
    for bin in ConfidenceBin.all {
      let expected = truth.values.compactMap(\.sample).filter { $0.bin == bin }
      let folded = world.bins[world.key(bin)] ?? .empty
      #expect(folded.isClose(to: ReferenceFold(expected).statistics), "seed \(seed), bin \(bin.index)")
      #expect(folded.isClose(to: BinStatistics(expected)), "seed \(seed), bin \(bin.index)")
    }
  }
}

/// What an aggregator keeps: the latest sample of each outcome, and the bins.
private struct FoldedWorld {
  static let tenant = TenantID(UUID())

  var ledger: [OutcomeID: LedgerEntry] = [:]
  var bins: [BinKey: BinStatistics] = [:]

  mutating func fold(_ batch: [SampleLedger.Entry]) throws {
    var changes = BinChanges()
    for entry in SampleLedger.latest(of: batch) {
      let update = entry.update
      switch SampleLedger.decide(stored: ledger[update.outcomeID], incoming: update) {
      case .ignore:
        continue
      case .replace(let change):
        ledger[update.outcomeID] = LedgerEntry(revision: update.revision, sample: change.new)
        changes.replace(tenant: entry.tenantID, change)
      }
    }
    for (key, change) in changes.sorted {
      bins[key] = try change.apply(to: bins[key, default: .empty])
    }
  }

  func key(_ sample: CalibrationSample) -> BinKey { key(sample.bin) }

  func key(_ bin: ConfidenceBin) -> BinKey {
    BinKey(tenantID: Self.tenant, actionType: ActionType("send_email"), bin: bin)
  }
}

/// Every order of a few elements.
private enum Permutations {
  static func all<Element>(of elements: [Element]) -> [[Element]] {
    guard elements.count > 1 else { return [elements] }
    return elements.indices.flatMap { index in
      var rest = elements
      let element = rest.remove(at: index)
      return all(of: rest).map { [element] + $0 }
    }
  }
}
