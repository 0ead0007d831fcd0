public import Calibration
public import EventModel
public import PostgresClient
public import Store

/// Fits the recalibration map of an action type to its matured samples: raw confidence, before any scaling, against what
/// came true. Nothing is written.
public struct RecalibrationFit: Sendable {
  /// What a fit gives.
  public struct Report: Sendable {
    public let actionType: ActionType
    /// How many samples it was made from.
    public let sampleCount: Int
    /// `nil` with fewer samples than a fit needs.
    public let recalibration: Recalibration?
    /// The map that agents are given now; `nil` is none.
    public let inForce: MapRow?
  }

  /// The latest samples to mature that a map is fitted to; memory is bounded by twice as many.
  static let sampleCountMax = 50_000
  private static let pageCountMax = 5000

  private let postgres: PostgresPool
  private let tenant: TenantID

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.postgres = postgres
    self.tenant = tenant
  }

  /// - Parameters:
  ///   - actionType: only this one; `nil` is every one that has samples.
  ///   - now: samples whose windows end later aren't matured.
  public func run(_ actionType: ActionType? = nil, asOf now: Timestamp) async throws -> [Report] {
    var types = [actionType].compactMap { $0 }
    if actionType == nil { types = try await postgres.send(ListSampledTypes(of: tenant)) }
    var reports: [Report] = []
    for type in types {
      let key = CalibrationKey(tenantID: tenant, actionType: type)
      let (matured, inForce) = try await read(key, asOf: now)
      // Fitted outside: the server ends a transaction that rests.
      reports.append(
        Report(
          actionType: type,
          sampleCount: matured.count,
          recalibration: Recalibration(matured),
          inForce: inForce
        )
      )
    }
    return reports
  }

  private func read(
    _ key: CalibrationKey,
    asOf now: Timestamp
  ) async throws -> (samples: [CalibrationSample], inForce: MapRow?) {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      let maps = try await transaction.send(ListMapsInForce([key]))
      return (try await samples(of: key, asOf: now, in: transaction), maps.first)
    }
  }

  private func samples(
    of key: CalibrationKey,
    asOf now: Timestamp,
    in transaction: PostgresTransaction
  ) async throws -> [CalibrationSample] {
    let timeline = try await CorrectionTimeline.recorded(of: key, in: transaction)
    var samples: [CalibrationSample] = []
    var last: PageMaturedSamples.Row?
    while true {
      let page = try await transaction.send(
        PageMaturedSamples(of: key, after: last, asOf: now, countMax: Self.pageCountMax)
      )
      samples += page.map { timeline.raw($0.sample) }
      if samples.count >= 2 * Self.sampleCountMax { samples.removeFirst(samples.count - Self.sampleCountMax) }
      guard page.count == Self.pageCountMax else { return samples.suffix(Self.sampleCountMax) }
      last = page.last
    }
  }
}
