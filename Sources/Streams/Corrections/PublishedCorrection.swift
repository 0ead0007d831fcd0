public import EventModel

/// What Redis shows an agent of one action type before it acts: the hash `t:{tenant_id}:calibration:{action_type}`
/// (CONTRACT section 1).
public struct PublishedCorrection: Sendable {
  /// A recalibration map that is in force.
  public struct Map: Sendable {
    public let version: Int64
    /// JSON text.
    public let json: String

    public init(version: Int64, json: String) {
      self.version = version
      self.json = json
    }
  }

  public let tenantID: TenantID
  public let actionType: ActionType
  /// Rises with every change; an older one never replaces a newer one.
  public let revision: Int64
  public let confidenceScaling: Double
  public let escalationThreshold: Double
  public let version: Int64
  public let verdict: String
  public let updatedAt: Timestamp
  /// `nil` is none.
  public let map: Map?

  public init(
    tenantID: TenantID,
    actionType: ActionType,
    revision: Int64,
    confidenceScaling: Double,
    escalationThreshold: Double,
    version: Int64,
    verdict: String,
    updatedAt: Timestamp,
    map: Map? = nil
  ) {
    self.tenantID = tenantID
    self.actionType = actionType
    self.revision = revision
    self.confidenceScaling = confidenceScaling
    self.escalationThreshold = escalationThreshold
    self.version = version
    self.verdict = verdict
    self.updatedAt = updatedAt
    self.map = map
  }

  /// The key of an action type's hash.
  public static func key(tenant: TenantID, actionType: ActionType) -> String {
    "t:\(tenant):calibration:\(actionType.text)"
  }

  var key: String { Self.key(tenant: tenantID, actionType: actionType) }

  /// Names and values of the hash; numbers as the shortest text of the same double.
  var fields: [(name: String, value: String)] {
    let mapFields = map.map { map in
      [("recalibration_map", map.json), ("recalibration_map_version", String(map.version))]
    }
    return [
      ("confidence_scaling", JSONNumber(confidenceScaling).text),
      ("escalation_threshold", JSONNumber(escalationThreshold).text),
      ("version", String(version)),
      ("verdict", verdict),
      ("updated_at", updatedAt.rfc3339),
    ] + (mapFields ?? [])
  }
}
