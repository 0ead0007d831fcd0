import Analytics
import Reports

/// How rates went from day to day, or from week to week.
enum TrendSection {
  private static let names: [MetricName] = [.responseRate, .meetingRate, .dealProgressionRate, .creditedConversions]

  static func section(_ document: AnalyticsDocument) -> BoardSection {
    let trends = names.compactMap { document[$0] }.filter { $0.figure.value != nil }
      .compactMap { MetricTables.trend($0, title: Words.label($0.name.rawValue)) }
    let part =
      trends.isEmpty
      ? ReportPart(sentences: ["There is no trend yet: it needs decided outcomes on several days."])
      : ReportPart(exhibits: trends)
    return BoardSection(
      "trends",
      title: "Trends",
      note: "With 95 % intervals. The last days are missing where windows are still open.",
      [part]
    )
  }
}
