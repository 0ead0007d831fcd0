public import Calibration
public import EventModel
public import Reports

/// What anybody looks at who wants to know whether the agent's confidence can be believed.
public enum CalibrationBoard {
  /// - Parameters:
  ///   - evidence: of every action type with samples.
  ///   - history: the steps of each action type, the newest first.
  public static func board(
    _ evidence: [CalibrationEvidence],
    history: [ActionType: ReportTable],
    clock: LocalClock,
    madeAt: Timestamp
  ) -> Board {
    let all = evidence.sorted {
      $0.summary.sampleCount != $1.summary.sampleCount
        ? $0.summary.sampleCount > $1.summary.sampleCount : $0.actionType < $1.actionType
    }
    var sections = [
      BoardSection(
        "overview",
        title: "Every action type",
        note:
          "Matured samples: actions whose window has ended. A bin contradicts what the agent states where the two are "
          + "more than 15 points apart, and not by chance.",
        [ReportPart(exhibits: [CalibrationSection.overview(all)])]
      )
    ]
    for (number, type) in all.enumerated() where type.summary.weightSum > 0 {
      var part = CalibrationSection.part(type, number: number)
      part.title = nil
      if let steps = history[type.actionType] { part.exhibits.append(ReportExhibit(steps)) }
      sections.append(
        BoardSection(
          "type_\(number + 1)",
          title: type.actionType.text,
          note: note,
          [part],
          more: "/calibration/\(PercentEncoding.encode(type.actionType.text))"
        )
      )
    }
    return Board(.calibration, headline: headline(all), sections: sections, clock: clock, madeAt: madeAt)
  }

  /// Days of the detail's trend: whole weeks.
  public static let trendDayCount = 84

  /// What matured of one day's actions.
  public struct Day: Sendable {
    /// Its first instant in UTC.
    public let time: Timestamp
    public let summary: CalibrationSummary

    public init(time: Timestamp, summary: CalibrationSummary) {
      self.time = time
      self.summary = summary
    }
  }

  /// One action type with its trend.
  /// - Parameters:
  ///   - days: the last ones, each once, in order.
  ///   - steps: of the correction, the newest first; `nil` where there was none.
  public static func detail(
    _ evidence: CalibrationEvidence,
    days: [Day],
    steps: ReportTable?,
    clock: LocalClock,
    madeAt: Timestamp
  ) -> Board {
    var part = CalibrationSection.part(evidence, number: 0)
    part.title = nil
    var sections = [
      BoardSection("curve", title: evidence.actionType.text, note: note, [part]),
      BoardSection(
        "weeks",
        title: "From week to week",
        note:
          "Matured actions by the week in which they were taken. The Brier score is the mean squared error, 0 is best; its gap is "
          + "what the agent said less what happened.",
        [ReportPart(exhibits: [weeks(days)])]
      ),
    ]
    if let steps {
      let note = "Every change of what the agent is told to say and when to ask for a person, with its reason."
      sections.append(
        BoardSection("steps", title: "Corrections", note: note, [ReportPart(exhibits: [ReportExhibit(steps)])])
      )
    }
    return Board(
      .calibration,
      headline: CalibrationWords.sentence(evidence.summary),
      sections: sections,
      clock: clock,
      madeAt: madeAt
    )
  }

  private static let note =
    "On the line, what is stated comes true as often as stated; below it the agent promises too much."

  private static func weeks(_ days: [Day]) -> ReportExhibit {
    let weeks = stride(from: 0, to: days.count, by: 7).map { Array(days[$0..<min($0 + 7, days.count)]) }
    let rows = weeks.map { week -> [ReportTable.Cell] in
      // Means over the week's samples follow from those of its days.
      func mean(_ value: (CalibrationSummary) -> Double?) -> Double? {
        let known = week.compactMap { day in value(day.summary).map { ($0, day.summary.weightSum) } }
        let weight = known.reduce(0) { $0 + $1.1 }
        return weight > 0 ? known.reduce(0) { $0 + $1.0 * $1.1 } / weight : nil
      }
      let (said, happened) = (mean(\.meanConfidence), mean(\.baseRate))
      let gap = said.flatMap { said in happened.map { said - $0 } }
      return [
        .text(String(week[0].time.rfc3339.prefix("2026-01-01".count))),
        .number(mean(\.brierScore), unit: "ratio"), .number(said, unit: "proportion"),
        .number(happened, unit: "proportion"), .number(gap, unit: "proportion_difference"),
        .count(week.reduce(0) { $0 + $1.summary.sampleCount }),
      ]
    }
    let hasAny = rows.contains { $0[1].value != .null }
    return ReportExhibit(
      ReportTable(
        "weeks",
        title: "Brier score",
        [
          .text("week", "Week from"), .number("value", "Brier score"), .number("said", "Says"),
          .number("happened", "Happens"), .number("gap"), .number("sample_count", "Cases"),
        ],
        rows: hasAny ? rows : [],
        emptyText: "No action of these weeks is matured yet."
      ),
      chart: hasAny ? .line : nil
    )
  }

  private static func headline(_ all: [CalibrationEvidence]) -> String {
    let judged = all.filter { $0.summary.isCalibrated != nil }
    guard !judged.isEmpty else {
      return "It can't be said yet: a verdict needs actions with a confidence whose windows have ended."
    }
    let wrong = judged.filter { $0.summary.isCalibrated == false }
    guard let worst = wrong.max(by: { abs($0.summary.gap ?? 0) < abs($1.summary.gap ?? 0) }) else {
      return judged.count == 1
        ? "Yes: of the one action type with enough cases no bin contradicts what it states."
        : "Yes: of \(judged.count) action types with enough cases no bin contradicts what it states."
    }
    let types = "\(wrong.count) of \(judged.count) action types"
    return
      "Not always: \(types) \(wrong.count == 1 ? "states" : "state") something else than comes true. The widest gap is that of "
      + "\(worst.actionType.text). \(CalibrationWords.sentence(worst.summary))"
  }
}
