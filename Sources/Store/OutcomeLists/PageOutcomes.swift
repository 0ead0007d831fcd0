public import EventModel
import FoundationEssentials
public import PostgresClient

/// What all outcomes of a list have in common, so that an index of its own finds them.
public protocol OutcomeListKind: Sendable {
  /// A condition without parameters, with its AND; empty for every outcome.
  static var condition: String { get }
}

/// A tenant's outcomes, the newest action first.
public enum AllOutcomes: OutcomeListKind {
  public static let condition = ""
}

/// Those that wait for a person.
public enum AmbiguousOutcomes: OutcomeListKind {
  public static let condition = "AND outcome_status = 'ambiguous'"
}

/// Those of escalations.
public enum EscalationOutcomes: OutcomeListKind {
  public static let condition = "AND outcome_type = 'escalation_result'"
}

/// One page of a list of outcomes. What is filtered out is read past, along the list's index, so a filter that hardly
/// anything fits wants a period.
public struct PageOutcomes<Kind: OutcomeListKind>: PostgresStatement {
  public typealias Row = OutcomeRow

  private let tenant: TenantID
  private let filter: OutcomeFilter
  private let last: OutcomePosition?
  private let countMax: Int

  public init(of tenant: TenantID, _ filter: OutcomeFilter, after last: OutcomePosition?, countMax: Int) {
    self.tenant = tenant
    self.filter = filter
    self.last = last
    self.countMax = countMax
  }

  public static var sql: String {
    """
    SELECT \(OutcomeRow.columns) FROM learning.outcome_records
    WHERE tenant_id = $1 AND acted_at >= $2 AND acted_at <= $3 AND (acted_at, outcome_id) < ($3, $4)
      AND ($5::text IS NULL OR outcome_status = $5)
      AND ($6::text IS NULL OR outcome_type = $6)
      AND ($7::text IS NULL OR action_type = $7)
      AND ($8::text IS NULL OR rep_id = $8)
      AND ($9::text[] IS NULL OR rep_id = ANY($9) OR $10 AND rep_id IS NULL)
      \(Kind.condition)
    ORDER BY acted_at DESC, outcome_id DESC
    LIMIT $11
    """
  }

  public func bind(_ parameters: inout PostgresParameters) {
    let position = last ?? Self.start(before: filter.until)
    parameters.append(tenant.uuid)
    parameters.append(PostgresTimestamp(filter.from ?? Self.earliest))
    parameters.append(PostgresTimestamp(position.actedAt))
    parameters.append(position.id.uuid)
    parameters.append(filter.status?.rawValue)
    parameters.append(filter.outcomeType?.rawValue)
    parameters.append(filter.actionType?.text)
    parameters.append(filter.rep)
    parameters.append(filter.scope)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeRow {
    try OutcomeRow(&row)
  }

  /// Before every event: the years 1 to 9999 are events' own.
  private static var earliest: Timestamp { Timestamp(microseconds: -62_135_596_800_000_000) }
  private static var latest: Timestamp { Timestamp(microseconds: 253_402_300_800_000_000) }

  /// What lies at `end` itself is excluded: no outcome comes before the id of zeros.
  private static func start(before end: Timestamp?) -> OutcomePosition {
    let zeros = OutcomeID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
    return OutcomePosition(actedAt: end ?? latest, id: zeros)
  }
}
