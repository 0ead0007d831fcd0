import Analytics
import Attribution
import Boards
import Calibration
import Coaching
import EventModel
import Foundation
import Pages
import Reports
import Testing

struct BoardPageTests {
  private static let seeds: [UInt64] = Array(1...20)

  private static func document(_ world: ReportWorld, _ kind: BoardKind) -> AnalyticsDocument {
    let request = AnalyticsRequest(
      period: world.order.lookBack,
      now: world.order.asOf,
      windows: world.input.windows,
      policy: world.input.policy
    )
    return switch kind {
    case .rep: .rep(RepID(ReportWorld.hostileNames[0]), request, from: world.input.analytics)
    case .executive: .executive(request, from: world.input.analytics)
    case .manager, .attribution, .coaching, .calibration, .operations, .story:
      .manager(world.input.scope, request, from: world.input.analytics)
    }
  }

  /// A list with a task for each hostile name, in every place that holds a text.
  private static func list(_ name: String) -> BoardTaskList {
    BoardTaskList(
      name,
      title: "Waiting",
      note: "A note.",
      ReportWorld.hostileNames.enumerated().map { index, text in
        BoardTask(
          id: "\(name)-\(index)",
          title: text,
          facts: [text],
          quote: text,
          hint: text,
          story: "/outcomes/\(index)",
          action: "/answers/label",
          answers: [BoardTask.Answer(text, key: "s", [BoardTask.Field("value", text)])]
        )
      },
      emptyText: "Nothing waits."
    )
  }

  private static let nothingFound = CoachingEvidence(
    report: CoachingReport(CoachingTally()),
    dayCount: 90,
    leftOutCount: 12
  )

  private static func boards(_ world: ReportWorld) -> [Board] {
    let tasks = [list("labels"), list("ratings")]
    return [
      RepBoard.board(document(world, .rep), tasks: tasks, clock: .utc),
      ManagerBoard.board(document(world, .manager), tasks: tasks, clock: .utc),
      ExecutiveBoard.board(document(world, .executive), clock: .utc),
      CalibrationBoard.board(world.input.calibration, history: [:], clock: .utc, madeAt: world.order.dueAt),
      AttributionBoard.board([], stored: .linear, dayCount: 30, clock: .utc, madeAt: world.order.dueAt),
      CoachingBoard.board(nothingFound, answered: [], clock: .utc, madeAt: world.order.dueAt),
    ]
      + world.input.calibration.prefix(1).map { evidence in
        CalibrationBoard.detail(
          evidence,
          days: (0..<14).map {
            CalibrationBoard.Day(time: world.order.dueAt - .days(Int64(14 - $0)), summary: evidence.summary)
          },
          steps: nil,
          clock: .utc,
          madeAt: world.order.dueAt
        )
      }
  }

  private static func frame(isReadOnly: Bool = false) -> BoardPage.Frame {
    BoardPage.Frame(
      userID: ReportWorld.hostileNames[1],
      role: "manager",
      tenant: "t",
      boards: BoardKind.allCases,
      isReadOnly: isReadOnly,
      dayCount: 30
    )
  }

  private static func markup(_ page: String) throws -> MarkupCheck {
    let head = "<!doctype html>\n"
    try #require(page.hasPrefix(head))
    return try #require(MarkupCheck.of(String(page.dropFirst(head.count))), "not well-formed")
  }

  @Test(
    "whatever the names are, a page is well-formed, its ids are there once, and only our scripts run",
    arguments: seeds
  )
  func hostileNames(seed: UInt64) throws {
    for board in Self.boards(ReportWorld(seed: seed, .daily)) {
      let page = BoardPage.html(board, in: Self.frame())
      let check = try Self.markup(page)
      let kind = "\(board.kind), seed \(seed)"
      #expect(Set(check.identifiers).count == check.identifiers.count, "\(kind)")
      #expect(check.elements["script"] == 2 && check.elements["img"] == nil && check.elements["b"] == nil, "\(kind)")
      #expect(!check.attributes.contains { $0.hasPrefix("on") || $0 == "style" }, "\(kind)")
      #expect(!page.contains(/(?i)\b(nan|inf)\b/), "\(kind)")
      #expect(!board.headline.isEmpty && check.text.contains(board.kind.question), "\(kind)")
    }
  }

  @Test("a tenant of which nothing is known has whole pages that say what is missing", arguments: [1])
  func nothing(seed: UInt64) throws {
    let world = ReportWorld(seed: seed, .daily, rowCount: 0)
    for board in Self.boards(world) {
      let check = try Self.markup(BoardPage.html(board, in: Self.frame()))
      #expect(check.elements["h1"] == 1, "\(board.kind)")
      for figure in board.figures where figure.value == nil { #expect(check.text.contains(figure.missing ?? "?")) }
    }
  }

  @Test("a week's score is the mean of its days by their cases, and a week without any has none")
  func weeks() throws {
    let evidence = try #require(ReportWorld(seed: 1, .daily).input.calibration.first)
    let empty = CalibrationSummary(Array(repeating: BinStatistics.empty, count: ConfidenceBin.count))
    let days = (0..<14).map { (number: Int) -> CalibrationBoard.Day in
      let time = ReportWorld.dueAt - .days(Int64(14 - number))
      return CalibrationBoard.Day(time: time, summary: number == 9 ? evidence.summary : empty)
    }
    let board = CalibrationBoard.detail(evidence, days: days, steps: nil, clock: .utc, madeAt: ReportWorld.dueAt)
    let table = try #require(board.sections.first { $0.name == "weeks" }?.parts.first?.exhibits.first?.table)
    #expect(table.rows.count == 2)
    #expect(table.rows[0].map(\.text).suffix(5) == ["–", "–", "–", "–", "0"])
    let brier = try #require(evidence.summary.brierScore)
    #expect(table.rows[1][1].text == ReportTable.Cell.number(brier, unit: "ratio").text)
  }

  @Test("a server that only reads shows what waits, and takes no answer")
  func readOnly() throws {
    let board = RepBoard.board(
      Self.document(ReportWorld(seed: 1, .daily), .rep),
      tasks: [Self.list("labels")],
      clock: .utc
    )
    let open = try Self.markup(BoardPage.html(board, in: Self.frame()))
    let closed = try Self.markup(BoardPage.html(board, in: Self.frame(isReadOnly: true)))
    #expect(open.elements["form"] == ReportWorld.hostileNames.count + 1)
    #expect(closed.elements["form"] == 1, "signing out")
    #expect(closed.elements["blockquote"] == ReportWorld.hostileNames.count)
  }

  @Test("the verdict on confidence follows the interval, and names the way")
  func verdict() {
    for seed in Self.seeds {
      let document = Self.document(ReportWorld(seed: seed, .daily), .manager)
      let board = ManagerBoard.board(document, tasks: [], clock: .utc)
      guard let metric = document[.confidenceGap], let gap = metric.figure.value, let interval = metric.figure.interval
      else { continue }
      let isCertain = interval.low > 0 || interval.high < 0
      #expect(board.headline.contains("too sure") == (isCertain && gap > 0), "seed \(seed): \(board.headline)")
      #expect(board.headline.contains("not sure enough") == (isCertain && gap < 0), "seed \(seed): \(board.headline)")
    }
  }
}
