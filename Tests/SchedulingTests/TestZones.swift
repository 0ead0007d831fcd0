import EventModel
import Scheduling
import Testing

/// Zones as they are in 2026 and 2027, known from 2026 through 2027.
enum TestZones {
  static func all() throws -> [(name: String, zone: ZoneOffsets)] {
    [
      ("UTC", .utc), ("Europe/Berlin", try berlin()), ("America/New_York", try newYork()),
      ("Australia/Lord_Howe", try lordHowe()), ("Asia/Kathmandu", try kathmandu()),
    ]
  }

  static func berlin() throws -> ZoneOffsets {
    try zone(
      3600,
      [
        ("2026-03-29T01:00:00Z", 7200), ("2026-10-25T01:00:00Z", 3600), ("2027-03-28T01:00:00Z", 7200),
        ("2027-10-31T01:00:00Z", 3600),
      ]
    )
  }

  static func newYork() throws -> ZoneOffsets {
    try zone(
      -18_000,
      [
        ("2026-03-08T07:00:00Z", -14_400), ("2026-11-01T06:00:00Z", -18_000), ("2027-03-14T07:00:00Z", -14_400),
        ("2027-11-07T06:00:00Z", -18_000),
      ]
    )
  }

  static func lordHowe() throws -> ZoneOffsets {
    try zone(
      39_600,
      [
        ("2026-04-04T15:00:00Z", 37_800), ("2026-10-03T15:30:00Z", 39_600), ("2027-04-03T15:00:00Z", 37_800),
        ("2027-10-02T15:30:00Z", 39_600),
      ]
    )
  }

  static func kathmandu() throws -> ZoneOffsets {
    try zone(20_700, [])
  }

  private static func zone(_ offsetSeconds: Int, _ changes: [(at: String, offsetSeconds: Int)]) throws -> ZoneOffsets {
    try ZoneOffsets(
      initialOffsetSeconds: offsetSeconds,
      changes: changes.map { change in
        ZoneOffsets.Change(at: try #require(Timestamp(rfc3339: change.at)), offsetSeconds: change.offsetSeconds)
      },
      through: try #require(Timestamp(rfc3339: "2027-12-31T00:00:00Z"))
    )
  }
}
