import Attribution
public import EventModel
public import PostgresClient
public import ReferenceFold
public import Resolution
public import Store

/// What the tables say of every conversation, in the form of the reference.
public struct StoredState: Equatable, Sendable {
  public struct Conversation: Equatable, Sendable {
    /// Without ``ReferenceFold/Row/expirySeen``, which is bookkeeping: it tells when somebody looked.
    public var rows: Set<ReferenceFold.Row> = []
    public var credits: Set<ReferenceFold.Credit> = []
  }

  public private(set) var conversations: [ConversationKey: Conversation] = [:]

  /// What the tables say.
  public init(in postgres: PostgresPool) async throws {
    let (rows, credits) = try await postgres.send(StoredRows(), StoredCredits())
    for row in rows { conversations[row.key, default: Conversation()].rows.insert(row.row) }
    for credit in credits { conversations[credit.key, default: Conversation()].credits.insert(credit.credit) }
  }

  /// What the reference says of some histories.
  public init(
    folding histories: [ConversationKey: ConversationHistory],
    policies: [TenantID: ResolutionPolicy],
    now: Timestamp
  ) {
    for (key, history) in histories {
      let fold = ReferenceFold(history, policy: policies[key.tenantID] ?? .default, now: now)
      if fold.rows.isEmpty { continue }
      var rows = fold.rows
      for index in rows.indices { rows[index].expirySeen = nil }
      conversations[key] = Conversation(rows: Set(rows), credits: Set(fold.credits))
    }
  }

  /// The conversations that differ from another state.
  public func differences(from other: StoredState) -> [ConversationKey] {
    Set(conversations.keys).union(other.conversations.keys).filter { conversations[$0] != other.conversations[$0] }
      .sorted()
  }
}

private struct StoredRows: PostgresStatement {
  struct Row: Sendable {
    let key: ConversationKey
    let row: ReferenceFold.Row
  }

  static let sql = """
    SELECT tenant_id, outcome.conversation_state_id, outcome_id, outcome.action_event_id, outcome.outcome_type,
      outcome.is_primary, outcome.outcome_status, outcome.outcome_score, outcome.signal_source,
      outcome.signal_event_id, outcome.resolved_at, outcome.evidence_weight, outcome.acted_at,
      outcome.window_expires_at, sample.predicted_confidence, sample.outcome, sample.weight, sample.calibration_version
    FROM learning.outcome_records AS outcome
    LEFT JOIN (SELECT * FROM learning.calibration_samples WHERE state = 'present') AS sample
      USING (tenant_id, outcome_id)
    """

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let tenant = TenantID(try row.uuid())
    let key = ConversationKey(tenantID: tenant, conversationID: ConversationID(try row.uuid()))
    let outcomeID = OutcomeID(try row.uuid())
    let actionEventID = EventID(try row.uuid())
    let type = OutcomeType(rawValue: try row.string())
    let isPrimary = try row.bool()
    let status = OutcomeStatus(rawValue: try row.string())
    let score = try row.optionalDouble()
    let source = try row.optionalString().flatMap(SignalSource.init(rawValue:))
    let signal = try row.optionalUUID().map(EventID.init)
    let resolvedAt = try row.optionalTimestamp().map { Timestamp(microseconds: $0.microsecondsSince1970) }
    let weight = try row.double()
    let actedAt = Timestamp(microseconds: try row.timestamp().microsecondsSince1970)
    let expiresAt = Timestamp(microseconds: try row.timestamp().microsecondsSince1970)
    let sample = (
      confidence: try row.optionalDouble(), outcome: try row.optionalInt16(), weight: try row.optionalDouble(),
      version: try row.optionalInt64()
    )
    guard let type, let status else { throw PostgresError(.decoding, "a word that the tests don't know") }
    var found = ReferenceFold.Row(
      outcomeID: outcomeID,
      actionEventID: actionEventID,
      outcomeType: type,
      isPrimary: isPrimary,
      status: status,
      score: score,
      signalSource: source,
      signalEventID: signal,
      resolvedAt: resolvedAt,
      evidenceWeight: weight,
      actedAt: actedAt,
      windowExpiresAt: expiresAt
    )
    if let confidence = sample.confidence, let outcome = sample.outcome, let weight = sample.weight {
      found.sample = ReferenceFold.Sample(
        predictedConfidence: confidence,
        outcome: outcome == 1,
        weight: weight,
        calibrationVersion: sample.version
      )
    }
    return Row(key: key, row: found)
  }
}

private struct StoredCredits: PostgresStatement {
  struct Row: Sendable {
    let key: ConversationKey
    let credit: ReferenceFold.Credit
  }

  static let sql = """
    SELECT tenant_id, conversation_state_id, signal_event_id, action_event_id, model, credit_micros, position, touches
    FROM learning.attribution_credits
    """

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let tenant = TenantID(try row.uuid())
    let key = ConversationKey(tenantID: tenant, conversationID: ConversationID(try row.uuid()))
    let signal = EventID(try row.uuid())
    let action = EventID(try row.uuid())
    guard let model = AttributionModel(rawValue: try row.string()) else {
      throw PostgresError(.decoding, "a model that the tests don't know")
    }
    return Row(
      key: key,
      credit: ReferenceFold.Credit(
        signalEventID: signal,
        actionEventID: action,
        model: model,
        creditMicros: try row.int32(),
        position: Int(try row.int32()),
        touches: Int(try row.int32())
      )
    )
  }
}
