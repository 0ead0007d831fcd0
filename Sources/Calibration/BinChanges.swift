public import EventModel

/// Gathers a batch of replaced samples, so that thousands of them become one update per bin.
public struct BinChanges: Hashable, Sendable {
  private var changes: [BinKey: BinChange] = [:]

  public init() {}

  public var isEmpty: Bool { changes.isEmpty }

  /// The bins that change, in the order in which to lock them.
  public var keys: [BinKey] { changes.keys.sorted() }

  /// What happens to a bin; `nil` where nothing does.
  public subscript(key: BinKey) -> BinChange? { changes[key] }

  /// The changes in the order of their keys.
  public var sorted: [(key: BinKey, change: BinChange)] {
    keys.compactMap { key in changes[key].map { (key, $0) } }
  }

  /// Puts `new` in the place of `old` for one outcome; `nil` is no sample. Equal ones change nothing.
  public mutating func replace(
    tenant: TenantID,
    actionType: ActionType,
    old: CalibrationSample?,
    new: CalibrationSample?
  ) {
    guard old != new else { return }
    if let old {
      let key = BinKey(tenantID: tenant, actionType: actionType, bin: old.bin)
      changes[key, default: BinChange()].removed.add(old)
    }
    if let new {
      let key = BinKey(tenantID: tenant, actionType: actionType, bin: new.bin)
      changes[key, default: BinChange()].added.add(new)
    }
  }

  /// The same for a change that the ledger decided on.
  public mutating func replace(tenant: TenantID, _ change: SampleChange) {
    replace(tenant: tenant, actionType: change.actionType, old: change.old, new: change.new)
  }
}
