import Attribution
import EventModel
public import PostgresClient
public import Resolution

/// Every conversion of some conversations with its credits, with the position of its conversation.
public struct LoadConversions: PostgresStatement {
  public struct Row: Sendable {
    public let index: Int
    public let conversion: Conversion
  }

  private let keys: [ConversationKey]

  public init(_ keys: [ConversationKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT wanted.position, conversion.signal_event_id, conversion.model, conversion.action_event_ids,
      conversion.credit_micros
    FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (tenant_id, conversation_state_id, position)
    JOIN learning.conversions AS conversion USING (tenant_id, conversation_state_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let index = Int(try row.int64()) - 1
    let signal: EventID = try row.identifier()
    let model: AttributionModel = try row.word()
    let actions = try row.uuidArray()
    let credits = try row.int32Array()
    let touches = zip(actions, credits).map { Conversion.Touch(actionEventID: EventID($0), creditMicros: $1) }
    return Row(index: index, conversion: Conversion(signalEventID: signal, model: model, touches: touches))
  }
}
