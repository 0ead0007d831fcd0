public import Analytics
public import EventModel
public import Reports

/// What one person looks at: the answer to one question, the figures that it rests on, what waits for an answer, and more
/// behind it. A value; whoever shows it reads and decides nothing.
public struct Board: Sendable {
  public let kind: BoardKind
  /// The question in one or two sentences answered.
  public let headline: String
  /// Each with its definition, cases and interval.
  public let figures: [ReportFigure]
  /// What waits for a person.
  public let tasks: [BoardTaskList]
  public let sections: [BoardSection]
  /// `nil` where the board isn't about days.
  public let period: AnalyticsPeriod?
  /// By whose clocks times are shown.
  public let clock: LocalClock
  public let madeAt: Timestamp

  public init(
    _ kind: BoardKind,
    headline: String,
    figures: [ReportFigure] = [],
    tasks: [BoardTaskList] = [],
    sections: [BoardSection],
    period: AnalyticsPeriod? = nil,
    clock: LocalClock,
    madeAt: Timestamp
  ) {
    self.kind = kind
    self.headline = headline
    self.figures = figures
    self.tasks = tasks
    self.sections = sections
    self.period = period
    self.clock = clock
    self.madeAt = madeAt
  }
}

/// Which boards there are.
public enum BoardKind: String, CaseIterable, Sendable {
  case rep
  case manager
  case executive
  case attribution
  case coaching
  case calibration
  case operations
  /// One outcome's story; it is in nobody's list.
  case story

  public var title: String {
    switch self {
    case .rep: "My agent"
    case .manager: "My team"
    case .executive: "The effect"
    case .attribution: "Credit"
    case .coaching: "Coaching"
    case .calibration: "Calibration"
    case .operations: "Operations"
    case .story: "The whole story"
    }
  }

  /// What it answers.
  public var question: String {
    switch self {
    case .rep: "How is my agent doing, and what does it need from me?"
    case .manager: "How is the team doing, and where can I help?"
    case .executive: "What does the agent bring, and what does it cost?"
    case .attribution: "Which actions earned what was won, and does it depend on how one counts?"
    case .coaching: "What goes along with success, and what can we do about it?"
    case .calibration: "When the agent says how sure it is, is it right?"
    case .operations: "Does everything arrive, and what needs me?"
    case .story: "What happened, and why is this the result?"
    }
  }

  /// Spans of days that it can be about; the first is shown where none is asked for.
  public var dayCounts: [Int] {
    switch self {
    case .rep: [7, 30, 90]
    case .manager: [30, 7, 90]
    case .executive: [90, 30, 365]
    case .attribution: [30, 7, 90]
    case .coaching: [90, 30]
    case .calibration, .operations, .story: []
    }
  }
}

/// A subject of a board.
public struct BoardSection: Equatable, Sendable {
  /// Unique on the board.
  public let name: String
  public let title: String
  /// For somebody who reads it the first time.
  public let note: String
  public let parts: [ReportPart]
  /// Where more is told; below the root.
  public let more: String?

  public init(_ name: String, title: String, note: String, _ parts: [ReportPart], more: String? = nil) {
    self.name = name
    self.title = title
    self.note = note
    self.parts = parts
    self.more = more
  }
}
