package import Analytics
import EventModel

/// What follows from the figures by fixed rules.
package enum StatementSection {
  static func section(_ figures: ReportFigures) -> ReportSection? {
    guard let metric = figures.document[.strategicInsights] else { return nil }
    let sentences = statements(metric)
    let said: [String]
    if let missing = metric.figure.missing {
      said = [missing]
    } else if sentences.isEmpty {
      said = [
        "Of \(Words.count(metric.figure.sampleSize, "statement")) that were tested none is certain enough to be made."
      ]
    } else {
      said = sentences
    }
    return ReportSection(
      .statements,
      title: "What stands out",
      note: "Statements that follow from the figures by fixed rules, over the last "
        + "\(Words.weeks(figures.order.lookBack)). Of \(Words.count(metric.figure.sampleSize, "statement")) that could be tested "
        + "those stand here that can be told from chance.",
      [ReportPart(sentences: said)]
    )
  }

  /// The sentences of the metric.
  package static func statements(_ metric: Metric) -> [String] {
    guard case .array(let elements)? = metric.details.first(where: { $0.name == "statements" })?.value else {
      return []
    }
    return elements.compactMap { element in
      guard case .string(let sentence)? = element["sentence"] else { return nil }
      return sentence
    }
  }
}
