public import EventModel

/// Decides which updates count: per outcome the highest revision holds, in whatever order and however often they come.
public enum SampleLedger {
  /// What to do with an incoming update.
  public enum Decision: Hashable, Sendable {
    /// It is the one known, or older.
    case ignore
    /// Store the update, and take the change into the bins, in one transaction.
    case replace(SampleChange)
  }

  /// An update with the tenant in whose stream it came.
  public struct Entry: Hashable, Sendable {
    public let tenantID: TenantID
    public let update: CalibrationUpdate

    public init(tenantID: TenantID, update: CalibrationUpdate) {
      self.tenantID = tenantID
      self.update = update
    }
  }

  private struct OutcomeKey: Hashable {
    let tenantID: TenantID
    let outcomeID: OutcomeID
  }

  /// Decides about one update, given the entry stored for its outcome.
  public static func decide(stored: LedgerEntry?, incoming update: CalibrationUpdate) -> Decision {
    if let stored, update.revision <= stored.revision { return .ignore }
    return .replace(
      SampleChange(
        outcomeID: update.outcomeID,
        actionType: update.actionType,
        old: stored?.sample,
        new: update.sample
      )
    )
  }

  /// The latest revision of each outcome in a batch, in the order of tenant and outcome: everyone who locks the
  /// stored samples of a batch locks them in the same order. Of equal revisions the first one stays.
  public static func latest(of entries: some Sequence<Entry>) -> [Entry] {
    var latest: [OutcomeKey: Entry] = [:]
    for entry in entries {
      let key = OutcomeKey(tenantID: entry.tenantID, outcomeID: entry.update.outcomeID)
      if let known = latest[key], known.update.revision >= entry.update.revision { continue }
      latest[key] = entry
    }
    return latest.values.sorted { left, right in
      left.tenantID != right.tenantID
        ? left.tenantID < right.tenantID : left.update.outcomeID < right.update.outcomeID
    }
  }
}
