public import EventModel

/// Whether a conversion is counted as won or as lost.
public enum ConversionResult: String, CaseIterable, Sendable {
  case won
  case lost
}

extension ReplyType {
  /// What a conversion by this reply counts as; `nil` where no such reply is ever one.
  ///
  /// A declined meeting is lost, although it is an answer to an e-mail: what was asked for isn't had.
  public var conversionResult: ConversionResult? {
    switch self {
    case .reply, .meetingAttended, .meetingRescheduled, .escalationResolved: .won
    case .bounce, .unsubscribe, .meetingDeclined, .meetingNoShow, .escalationUnresolved: .lost
    case .unclear, .autoReply: nil
    }
  }
}

extension StageOrder {
  /// What a conversion by a change to this stage counts as: a step in the order is won, whichever it is. `nil` outside the
  /// order, where no change is a conversion.
  public func conversionResult(of stage: StageName) -> ConversionResult? {
    if contains(stage) { return .won }
    return stage == .closedLost || stage == .stalled ? .lost : nil
  }
}
