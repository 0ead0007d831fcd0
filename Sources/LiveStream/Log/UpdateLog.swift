public import EventModel

/// The last updates of every tenant, for listeners who come back and say what they saw last.
///
/// A position is the id of an update, or a mark that the log makes for a tenant of which it knows none. After a position
/// the log names every update that came since, or says that there is a gap; it never leaves one out in silence. Of the
/// tenants together it holds a bounded number of bytes: the least recently used one goes first.
public struct UpdateLog: Sendable {
  public struct Limits: Hashable, Sendable {
    /// Updates of one tenant, at least 1.
    public var updateCountPerTenantMax: Int
    /// Bytes of one tenant's updates, at least 1. An update that is longer alone isn't held.
    public var byteCountPerTenantMax: Int
    /// Bytes of all tenants, at least what one may take.
    public var byteCountMax: Int

    public init(
      updateCountPerTenantMax: Int = 256,
      byteCountPerTenantMax: Int = 256 * 1024,
      byteCountMax: Int = 64 * 1024 * 1024
    ) {
      precondition(updateCountPerTenantMax >= 1 && byteCountPerTenantMax >= 1, "a log holds something")
      precondition(
        byteCountMax >= byteCountPerTenantMax + TenantUpdates.overheadByteCount,
        "the whole log holds what one tenant may take"
      )
      self.updateCountPerTenantMax = updateCountPerTenantMax
      self.byteCountPerTenantMax = byteCountPerTenantMax
      self.byteCountMax = byteCountMax
    }
  }

  /// What somebody missed.
  public enum Resumption: Sendable {
    /// Exactly these, in order.
    case updates([AnalyticsUpdate])
    /// That isn't known.
    case gap
  }

  public let limits: Limits
  private let instance: String
  /// Rises whenever updates of a whole tenant are forgotten: marks from before promise nothing any more.
  private var epoch: UInt64 = 1
  private var tenants: [TenantID: TenantUpdates] = [:]
  private var recency = RecencyOrder<TenantID>()
  private var heldByteCount = 0

  /// - Parameter instance: unlike that of any other log, so that nobody takes its marks for those of another: printable
  ///   ASCII without spaces.
  public init(instance: String, limits: Limits = Limits()) {
    self.instance = instance
    self.limits = limits
  }

  /// Adds an update that has just come.
  /// - Returns: false for one whose id is held already: it came twice, and nothing changes.
  @discardableResult
  public mutating func append(_ update: AnalyticsUpdate, tenant: TenantID) -> Bool {
    var updates = tenants[tenant] ?? TenantUpdates(base: mark)
    recency.use(tenant)
    guard updates.updates(after: update.id) == nil else { return false }
    heldByteCount -= tenants[tenant]?.byteCount ?? 0
    // Out of the table while it changes: two references to the queue would copy it.
    tenants[tenant] = nil
    updates.append(
      update,
      countMax: limits.updateCountPerTenantMax,
      byteCountMax: limits.byteCountPerTenantMax
    )
    heldByteCount += updates.byteCount
    tenants[tenant] = updates
    evict()
    return true
  }

  /// What came after a position that a listener was told.
  public mutating func updates(after position: String, tenant: TenantID) -> Resumption {
    guard let updates = tenants[tenant] else { return position == mark ? .updates([]) : .gap }
    recency.use(tenant)
    return updates.updates(after: position).map { .updates($0) } ?? .gap
  }

  /// Where a listener stands who knows everything up to now.
  public func position(of tenant: TenantID) -> String {
    tenants[tenant]?.position ?? mark
  }

  /// Forgets all updates and makes every position known so far a gap: something was missed, and it isn't known what.
  public mutating func forgetAll() {
    tenants = [:]
    recency = RecencyOrder()
    heldByteCount = 0
    epoch += 1
  }

  /// Tenants with updates that are held.
  public var tenantCount: Int { tenants.count }
  /// What is held of all tenants, about, in bytes.
  public var byteCount: Int { heldByteCount }

  /// Whether a position is a mark of some log.
  static func isMark(_ position: String) -> Bool { position.hasPrefix(AnalyticsUpdate.reservedIDPrefix) }

  private var mark: String { "\(AnalyticsUpdate.reservedIDPrefix)\(instance).\(epoch)" }

  private mutating func evict() {
    while heldByteCount > limits.byteCountMax, let tenant = recency.oldest {
      recency.remove(tenant)
      heldByteCount -= tenants.removeValue(forKey: tenant)?.byteCount ?? 0
      epoch += 1
    }
  }
}
