public import Analytics
import Coaching
public import EventModel
public import PostgresClient
import Resolution

/// A tenant's daily figures of credit, over all channels, by the signal that earned it.
public struct ListImpactRollups: PostgresStatement {
  public struct Row: Sendable {
    /// Without a result: whether a stage is won or lost, the tenant's order of stages says.
    public let rollup: ImpactRollup
    public let signal: Signal
  }

  public enum Signal: Hashable, Sendable {
    case reply(ReplyType)
    case stage(StageName)
  }

  private let span: RollupSpan

  public init(_ span: RollupSpan) {
    self.span = span
  }

  // An amount in millionths as text: the type that holds every one of them has no binary form here.
  public static let sql = """
    SELECT day - DATE '1970-01-01', NULLIF(rep_id, ''), action_type, NULLIF(currency, ''), signal_type, signal,
      sum(touch_count)::bigint, sum(credit_micros)::bigint, trunc(sum(amount) * 1000000)::text
    FROM learning.impact_rollups
    WHERE \(RollupSpan.condition)
    GROUP BY day, rep_id, action_type, currency, signal_type, signal
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(span)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let day = UTCDay(number: Int(try row.int32()))
    let rep = try row.optionalString().map(RepID.init)
    let actionType = ActionType(try row.string())
    let currency = try row.optionalString()
    let type: EventType = try row.word()
    let name = try row.string()
    let signal: Signal
    switch type {
    case .customerReply:
      guard let reply = ReplyType(rawValue: name) else {
        throw PostgresError(.decoding, "an impact roll-up names a reply type that this program doesn't know")
      }
      signal = .reply(reply)
    case .dealStage: signal = .stage(StageName(name))
    case .agentAction, .calibrationUpdated, .calibrationAdjusted:
      throw PostgresError(.decoding, "an impact roll-up names a type of event that converts nothing")
    }
    let (touchCount, creditMicros) = (try row.int64(), try row.int64())
    guard let amountMicros = Int128(try row.string()) else {
      throw PostgresError(.decoding, "an impact roll-up has an amount beyond every number")
    }
    let rollup = ImpactRollup(
      day: day,
      repID: rep,
      actionType: actionType,
      channel: nil,
      currency: currency,
      touchCount: touchCount,
      creditMicros: creditMicros,
      amountMicros: amountMicros
    )
    return Row(rollup: rollup, signal: signal)
  }
}
