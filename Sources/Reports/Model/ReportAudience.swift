/// Who reads a report.
public enum ReportAudience: String, CaseIterable, Sendable {
  case manager
  case executive

  /// The report that is made for them.
  public var kind: ReportKind {
    switch self {
    case .manager: .daily
    case .executive: .weekly
    }
  }
}
