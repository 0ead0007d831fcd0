public import Calibration
public import EventModel
import PostgresClient

/// A recalibration map that was put in force.
public struct MapRow: Hashable, Sendable {
  public let key: CalibrationKey
  /// 1 and above, counted for each action type.
  public let version: Int64
  public let fittedAt: Timestamp
  public let kind: String
  /// JSON text, as `RecalibrationMap.json` describes it.
  public let map: String
  public let sampleCount: Int64
  /// The Brier score of the raw confidence.
  public let brierBefore: Double
  /// The Brier score of the map, out of sample.
  public let brierAfter: Double

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    key = CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string()))
    version = try row.int64()
    fittedAt = try row.time()
    kind = try row.string()
    map = try row.json().text
    sampleCount = try row.int64()
    brierBefore = try row.double()
    brierAfter = try row.double()
  }
}
