public import Coaching
public import EventModel
public import SettingModel

/// What a tenant's outcomes of the last days say that goes along with success.
public struct TenantCoaching: Sendable {
  public let tenantID: TenantID
  /// Of the actions; it ends where the report was made.
  public let period: EventPeriod
  public let dayCount: Int
  /// When it was made: outcomes whose windows end later don't count.
  public let madeAt: Timestamp
  /// By whose clocks hours and weekdays are counted.
  public let timeZone: TimeZoneName
  /// The reps whose actions count; `nil` is everybody's, and those without a rep.
  public let reps: Set<RepID>?
  /// Older outcomes of the period that the bound left out.
  public let leftOutCount: Int64
  public let report: CoachingReport

  /// The whole of it as a JSON object.
  ///
  /// - Parameter ratings: what readers think of the patterns, a pattern that isn't there is rated by nobody; `nil` leaves
  ///   the ratings unknown.
  public func json(ratings: [PatternID: PatternRatings]? = nil) -> JSONValue {
    let head: KeyValuePairs<String, JSONValue> = [
      "tenant_id": .string(tenantID.description),
      "period": .object([
        "from": .time(period.from), "to": .time(period.until), "days": .count(dayCount),
      ]),
      "generated_at": .time(madeAt),
      "time_zone": .string(timeZone.text),
      "reps": reps.map { .array($0.sorted().map { .string($0.text) }) } ?? .null,
      "left_out_count": .count(leftOutCount),
    ]
    let patterns = report.members { pattern in
      [JSONMember("ratings", ratings.map { ($0[pattern.id] ?? .none).json } ?? .null)]
    }
    return .object(head.map { JSONMember($0.key, $0.value) } + patterns)
  }
}
