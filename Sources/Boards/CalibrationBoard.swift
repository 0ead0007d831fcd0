import Calibration
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
          note: "On the line, what is stated comes true as often as stated; below it the agent promises too much.",
          [part]
        )
      )
    }
    return Board(.calibration, headline: headline(all), sections: sections, clock: clock, madeAt: madeAt)
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
