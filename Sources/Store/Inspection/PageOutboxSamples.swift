public import EventModel
public import PostgresClient

/// The next samples that wait in the outbox, in the order of their key, in bounded pages.
public struct PageOutboxSamples: PostgresStatement {
  /// A row's place in the outbox.
  public struct Place: Hashable, Sendable {
    public let tenantID: TenantID
    public let outboxID: Int64

    public init(tenantID: TenantID, outboxID: Int64) {
      self.tenantID = tenantID
      self.outboxID = outboxID
    }
  }

  public struct Row: Sendable {
    public let place: Place
    public let key: SampleKey
    public let revision: Int64
  }

  private let last: Place?
  private let countMax: Int

  /// - Parameters:
  ///   - last: the place of the last sample of the page before.
  ///   - countMax: rows of the outbox at most, above 0, each with all of its samples. An empty page is the end.
  public init(after last: Place?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT page.tenant_id, page.outbox_id, (message.data ->> 'outcome_id')::uuid,
      (message.data ->> 'revision')::bigint
    FROM (
      SELECT tenant_id, outbox_id, data
      FROM learning.outbox
      WHERE event_type = 'calibration.updated' AND ($1::uuid IS NULL OR (tenant_id, outbox_id) > ($1, $2))
      ORDER BY tenant_id, outbox_id
      LIMIT $3
    ) AS page
    CROSS JOIN LATERAL (SELECT data::jsonb FROM unnest(page.data) AS message (data)) AS message
    ORDER BY page.tenant_id, page.outbox_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid)
    parameters.append(last?.outboxID)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let place = Place(tenantID: try row.identifier(), outboxID: try row.int64())
    let key = SampleKey(tenantID: place.tenantID, outcomeID: try row.identifier())
    return Row(place: place, key: key, revision: try row.int64())
  }
}
