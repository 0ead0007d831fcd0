import Analytics

/// An order, what is known, and the documents that follow from both.
struct ReportFigures {
  let order: ReportOrder
  let input: ReportInput
  /// Of the look-back: rates, confidence, feedback.
  let document: AnalyticsDocument
  /// Of the report's own days: credits.
  let ownDocument: AnalyticsDocument
  let activity: Activity

  init(_ order: ReportOrder, _ input: ReportInput) {
    self.order = order
    self.input = input
    document = Self.document(order, order.lookBack, input)
    ownDocument = Self.document(order, order.period, input)
    activity = Activity(order, input)
  }

  /// Whether anything was recorded in the look-back.
  var isEmpty: Bool { activity.lookBack.actionCount == 0 }

  private static func document(
    _ order: ReportOrder,
    _ period: AnalyticsPeriod,
    _ input: ReportInput
  ) -> AnalyticsDocument {
    let request = AnalyticsRequest(period: period, now: order.asOf, windows: input.windows, policy: input.policy)
    return switch order.kind.audience {
    case .manager: .manager(input.scope, request, from: input.analytics)
    case .executive: .executive(request, from: input.analytics)
    }
  }
}
