import EventModel
import PostgresClient
import Scheduling
import SettingModel
import Store

/// Time zones as the database knows them, kept while they reach far enough.
actor ZoneBook {
  private static let zoneCountMax = 1000
  /// How far beyond the time that is asked for: any day of a year comes up in it.
  private static let reach = TimeInterval.days(800)
  /// A 29th of February is up to eight years away.
  private static let farReach = TimeInterval.days(9 * 366)

  private struct Page {
    let from: Timestamp
    let offsets: ZoneOffsets
  }

  private let postgres: PostgresPool
  private var pages: [TimeZoneName: Page] = [:]

  init(postgres: PostgresPool) {
    self.postgres = postgres
  }

  /// The zone from before `from` to more than a year after `to`.
  /// - Parameter isFar: to more than eight years after it.
  func offsets(of name: String, from: Timestamp, to: Timestamp, isFar: Bool = false) async throws -> ZoneOffsets {
    guard let zone = TimeZoneName(name) else {
      throw ScheduleFault("the time zone \(name.prefix(64)) has no valid name")
    }
    if zone == .utc { return .utc }
    let from = min(from, to) - .days(2)
    let through = to + (isFar ? Self.farReach : Self.reach)
    if let page = pages[zone], page.from <= from, page.offsets.through >= to + (isFar ? Self.farReach : .days(400)) {
      return page.offsets
    }
    let start = from.startOfDay
    let rows = try await postgres.send(LoadZoneOffsets(zone, from: start, to: through))
    let offsets = try ZoneOffsets(
      initialOffsetSeconds: rows.first?.offsetSeconds ?? 0,
      changes: rows.dropFirst().map { ZoneOffsets.Change(at: $0.since, offsetSeconds: $0.offsetSeconds) },
      through: through
    )
    if pages.count >= Self.zoneCountMax { pages.removeAll() }
    pages[zone] = Page(from: start, offsets: offsets)
    return offsets
  }

  /// The first occurrence after an instant; `nil` where there is none in the next eight years.
  func next(of timing: ScheduleTiming, in zone: String, after instant: Timestamp) async throws -> Timestamp? {
    let near = try await offsets(of: zone, from: instant, to: instant)
    if let next = timing.next(after: instant, in: near) { return next }
    return timing.next(after: instant, in: try await offsets(of: zone, from: instant, to: instant, isFar: true))
  }
}

/// Why a schedule can't be followed, in a sentence.
struct ScheduleFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
