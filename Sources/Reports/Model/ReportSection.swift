/// One subject of a report.
public struct ReportSection: Equatable, Sendable {
  public let name: ReportSectionName
  public let title: String
  /// What the section is about, for somebody who reads it the first time.
  public let note: String
  /// Whether it holds facts of the period, which late events can correct; otherwise it shows what stood at the time at
  /// which the page was made.
  public let isLasting: Bool
  public let parts: [ReportPart]

  init(_ name: ReportSectionName, title: String, note: String, isLasting: Bool = true, _ parts: [ReportPart]) {
    self.name = name
    self.title = title
    self.note = note
    self.isLasting = isLasting
    self.parts = parts
  }
}

/// The sections that reports have.
public enum ReportSectionName: String, CaseIterable, Sendable {
  case alerts
  case activity
  case value
  case statements
  case rates
  case credit
  case calibration
  case coaching
  case feedback
  case standing
}

/// Sentences, figures and exhibits that belong together.
public struct ReportPart: Equatable, Sendable {
  /// What it is about, such as an action type; `nil` where the section has one part.
  public var title: String?
  public var sentences: [String]
  public var figures: [ReportFigure]
  public var exhibits: [ReportExhibit]

  package init(
    title: String? = nil,
    sentences: [String] = [],
    figures: [ReportFigure] = [],
    exhibits: [ReportExhibit] = []
  ) {
    self.title = title
    self.sentences = sentences
    self.figures = figures
    self.exhibits = exhibits
  }
}

/// A table, and a drawing of its numbers where one helps.
public struct ReportExhibit: Equatable, Sendable {
  /// How a program that can draw shows the numbers of the table.
  public enum Chart: String, Sendable {
    /// Value and interval over time.
    case line
    /// Value and interval of each row.
    case bars
    /// Stated confidence against what came true.
    case reliability
    /// Several numbers of each row beside each other; those after the row's name and its cases.
    case groups
  }

  public let table: ReportTable
  /// `nil` where there is nothing to draw.
  public let drawing: SVGElement?
  /// `nil` where there is nothing to draw, or no kind of chart fits.
  public let chart: Chart?

  package init(_ table: ReportTable, drawing: SVGElement? = nil, chart: Chart? = nil) {
    self.table = table
    self.drawing = drawing
    self.chart = chart
  }
}
