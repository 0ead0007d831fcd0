import Crypto
public import EventModel

/// What is told about one period: a pure function of an order, what is known, and the time.
public struct Report: Equatable, Sendable {
  /// A fact by which a message announces the report.
  public struct Fact: Hashable, Sendable {
    public let name: String
    public let text: String
  }

  public let order: ReportOrder
  public let generatedAt: Timestamp
  /// From 1; each correction adds one.
  public let revision: Int64
  /// When the latest correction was made; `nil` at revision 1.
  public let correctedAt: Timestamp?
  public let title: String
  /// One sentence or two.
  public let headline: String
  /// Five to eight.
  public let summary: [Fact]
  public let sections: [ReportSection]

  /// - Parameters:
  ///   - input: of the order's scope and look-back.
  ///   - revision: from 1.
  public init(_ order: ReportOrder, from input: ReportInput, generatedAt: Timestamp, revision: Int64 = 1) {
    precondition(revision >= 1, "revisions count from 1")
    let figures = ReportFigures(order, input)
    self.order = order
    self.generatedAt = generatedAt
    self.revision = revision
    correctedAt = revision > 1 ? generatedAt : nil
    title = ReportWords.title(of: order)
    headline = ReportWords.headline(figures)
    summary = ReportWords.summary(figures)
    sections =
      switch order.kind.audience {
      case .manager: Self.managerSections(figures)
      case .executive: Self.executiveSections(figures)
      }
  }

  /// Of the facts that late events can correct; what only stood at the time of making isn't in it, nor is that time.
  public var factsDigest: [UInt8] {
    var facts = order.identity
    facts += sections.filter(\.isLasting).map { JSONMember($0.name.rawValue, $0.json) }
    return Array(SHA256.hash(data: JSONWriter.canonical(.object(facts))).prefix(16))
  }

  private static func managerSections(_ figures: ReportFigures) -> [ReportSection] {
    [
      AlertSection.section(figures), ActivitySection.section(figures), RateSection.section(figures),
      CalibrationSection.section(figures), CoachingSection.section(figures.input.coaching),
      FeedbackSection.section(figures),
      StandingSection.section(figures),
    ].compactMap { $0 }
  }

  private static func executiveSections(_ figures: ReportFigures) -> [ReportSection] {
    [
      AlertSection.section(figures), ActivitySection.section(figures), StatementSection.section(figures),
      ValueSection.section(figures), RateSection.section(figures), CreditSection.section(figures),
      CalibrationSection.section(figures), FeedbackSection.section(figures), StandingSection.section(figures),
    ].compactMap { $0 }
  }
}
