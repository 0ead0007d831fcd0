/// How a process of the fleet works.
///
/// | setting | variable | default | range |
/// |---|---|---|---|
/// | transactions in progress at once | `RECKONER_LANES` | 2 | 1...64 |
/// | entries of one batch at most | `RECKONER_BATCH_SIZE` | 4000 | 1...10000 |
/// | seconds that a batch should take at most; slower stores get smaller ones | `RECKONER_BATCH_SECONDS` | 1 | 0.01...60 |
/// | what an outcome-worker does | `RECKONER_ROLES` | all | `ingest,resolve,relay,sweep,rollup` |
/// | seconds until an entry of a silent consumer is taken over | `RECKONER_RECLAIM_IDLE_SECONDS` | 30 | 0.1...86400 |
/// | seconds between looks for new streams | `RECKONER_DISCOVERY_SECONDS` | 2 | 0.1...3600 |
/// | seconds between looks for closed windows | `RECKONER_SWEEP_SECONDS` | 10 | 0.1...86400 |
/// | seconds between looks for samples that matured | `RECKONER_CALIBRATION_SECONDS` | 900 | 0.1...86400 |
/// | hours after which entries go that every group has acknowledged | `RECKONER_TRIM_AFTER_HOURS` | never | 0.0001...87600 |
/// | seconds that a shutdown may take | `RECKONER_DRAIN_LIMIT_SECONDS` | 25 | 1...3600 |
public struct FleetSettings: Sendable {
  /// The jobs of an outcome-worker; each can run in a process of its own.
  public enum Role: String, CaseIterable, Sendable {
    case ingest, resolve, relay, sweep, rollup
  }

  public let laneCount: Int
  public let batchSize: Int
  public let batchTime: Duration
  public let roles: Set<Role>
  public let reclaimIdle: Duration
  public let discoveryInterval: Duration
  public let sweepInterval: Duration
  public let calibrationInterval: Duration
  /// `nil` leaves the streams to their producers.
  public let trimAfter: Duration?
  public let drainLimit: Duration
  /// How reports and alerts leave the installation, see ``NoticeSettings``.
  public let notices: NoticeSettings

  public init(reading reader: inout SettingsReader) {
    laneCount = reader.integer("reckoner.lanes", default: 2, in: 1...64)
    batchSize = reader.integer("reckoner.batch.size", default: 4000, in: 1...10_000)
    batchTime = reader.seconds("reckoner.batch.seconds", default: 1, in: 0.01...60)
    roles = reader.choices("reckoner.roles", default: Set(Role.allCases))
    reclaimIdle = reader.seconds("reckoner.reclaim.idle.seconds", default: 30, in: 0.1...86_400)
    discoveryInterval = reader.seconds("reckoner.discovery.seconds", default: 2, in: 0.1...3600)
    sweepInterval = reader.seconds("reckoner.sweep.seconds", default: 10, in: 0.1...86_400)
    calibrationInterval = reader.seconds("reckoner.calibration.seconds", default: 900, in: 0.1...86_400)
    trimAfter = reader.hours("reckoner.trim.after.hours", in: 0.0001...87_600)
    drainLimit = reader.seconds("reckoner.drain.limit.seconds", default: 25, in: 1...3600)
    notices = NoticeSettings(reading: &reader)
  }
}
