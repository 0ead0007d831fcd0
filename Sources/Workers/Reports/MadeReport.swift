public import Reports

/// A report that was stored: what whoever delivers it needs.
public struct MadeReport: Sendable {
  public let report: Report
  /// The page.
  public let html: String

  public var id: ReportID { report.order.id }
  public var title: String { report.title }
  public var headline: String { report.headline }
  /// Five to eight, for a short message.
  public var summary: [Report.Fact] { report.summary }
}
