import Access
import Analytics
import Boards
import Calibration
import Coaching
import EventModel
import Feedback
import Insight
import Pages
import PostgresClient
import Reports
import Settings
import Store

/// The pages that people look at, each for its role; the root leads to the reader's own.
struct BoardRoutes: Sendable {
  let services: APIServices

  var routes: [Route] {
    [
      .page("/", .everyRole) { request in .seeOther("/\(Self.boards(of: request.principal.role)[0].rawValue)") },
      .page("/rep", .roles([.rep]), rep),
      .page("/manager", .managerAndUp, manager),
      .page("/executive", .roles([.executive]), executive),
      .page("/attribution", .managerAndUp, attribution),
      .page("/calibration", .everyRole, calibration),
      .page("/calibration/{action_type}", .everyRole, calibrationDetail),
      .page("/coaching", .managerAndUp, coaching),
      .page("/operations", .roles([.operator]), operations),
      .page("/outcomes/{id}", .everyRole, story),
    ]
  }

  /// Those that a role may open, its own first.
  static func boards(of role: Role) -> [BoardKind] {
    switch role {
    case .rep: [.rep, .calibration]
    case .manager: [.manager, .attribution, .coaching, .calibration]
    case .executive: [.executive, .manager, .attribution, .coaching, .calibration]
    case .operator: [.operations, .calibration]
    }
  }

  @Sendable private func rep(_ request: APIRequest) async throws -> APIAnswer {
    let period = try period(of: .rep, request)
    let clock = try await clock(request)
    let lists = TaskLists(services: services, request: request, clock: clock)
    async let document = document(.rep(RepID(request.principal.userID)), period, request)
    async let labels = lists.labels()
    async let ratings = lists.ratings()
    let board = RepBoard.board(try await document, tasks: try await [labels, ratings], clock: clock)
    return page(board, days: period.dayCount, request)
  }

  @Sendable private func manager(_ request: APIRequest) async throws -> APIAnswer {
    let period = try period(of: .manager, request)
    let clock = try await clock(request)
    let lists = TaskLists(services: services, request: request, clock: clock)
    async let document = document(AnalyticsRoutes.team(of: request), period, request)
    async let proposals = lists.proposals()
    async let labels = lists.labels()
    async let ratings = lists.ratings()
    let tasks = try await [proposals, labels, ratings]
    return page(ManagerBoard.board(try await document, tasks: tasks, clock: clock), days: period.dayCount, request)
  }

  @Sendable private func executive(_ request: APIRequest) async throws -> APIAnswer {
    let period = try period(of: .executive, request)
    async let document = document(.executive, period, request)
    let clock = try await clock(request)
    return page(ExecutiveBoard.board(try await document, clock: clock), days: period.dayCount, request)
  }

  @Sendable private func calibration(_ request: APIRequest) async throws -> APIAnswer {
    try QueryReader(request.query).finish()
    let clock = try await clock(request)
    let evidence = try await evidence(on: nil, request)
    let rows = try await CalibrationReader(postgres: request.postgres)
      .history(of: request.tenant, countMax: AdjustmentSteps.countMax)
    let board = CalibrationBoard.board(
      evidence,
      history: AdjustmentSteps.tables(rows, clock: clock),
      clock: clock,
      madeAt: request.now
    )
    return page(board, days: nil, request)
  }

  /// Of all samples up to now.
  /// - Parameter type: only this one; `nil` is all that have samples.
  private func evidence(on type: ActionType?, _ request: APIRequest) async throws -> [CalibrationEvidence] {
    let reports = try await services.calibration.reports(
      of: request.tenant,
      on: type,
      in: SamplePeriod(from: nil, to: nil, asOf: request.now),
      from: request.postgres
    )
    return reports.compactMap(CalibrationEvidence.init)
  }

  /// One action type: how its scores went from week to week, beside all that the overview says of it.
  @Sendable private func calibrationDetail(_ request: APIRequest) async throws -> APIAnswer {
    let type = try request.actionType()
    try QueryReader(request.query).finish()
    let clock = try await clock(request)
    guard let evidence = try await evidence(on: type, request).first else {
      throw Problem.notFound("action type with samples")
    }
    let days = try await CalibrationReports(of: request.tenant, in: request.postgres)
      .days(of: type, endingAt: request.now, dayCount: CalibrationBoard.trendDayCount, asOf: request.now)
    let rows = try await CalibrationReader(postgres: request.postgres)
      .history(of: request.tenant, actionType: type, countMax: AdjustmentSteps.countMax)
    let board = CalibrationBoard.detail(
      evidence,
      days: days.map { CalibrationBoard.Day(time: $0.day, summary: $0.summary) },
      steps: AdjustmentSteps.tables(rows, clock: clock)[type],
      clock: clock,
      madeAt: request.now
    )
    return page(board, days: nil, request)
  }

  @Sendable private func attribution(_ request: APIRequest) async throws -> APIAnswer {
    let days = try days(of: .attribution, request)
    let today = request.now.startOfDay
    let found = try await services.attribution.summary(
      of: request.tenant,
      under: AttributionBoard.models,
      by: .actionType,
      in: EventPeriod(from: today - .days(Int64(days - 1)), until: today + .days(1)),
      now: request.now,
      from: request.postgres
    )
    let board = AttributionBoard.board(
      found.models.map { AttributionBoard.Column(model: $0.model, summary: $0.summary) },
      stored: found.storedModel,
      dayCount: days,
      clock: try await clock(request),
      madeAt: request.now
    )
    return page(board, days: days, request)
  }

  @Sendable private func coaching(_ request: APIRequest) async throws -> APIAnswer {
    let days = try days(of: .coaching, request)
    let found = try await services.coaching.coaching(
      of: request.tenant,
      reps: CoachingRoutes.reps(of: request),
      dayCount: days,
      asOf: request.now,
      in: request.postgres
    )
    let board = CoachingBoard.board(
      CoachingEvidence(report: found.report, dayCount: found.dayCount, leftOutCount: found.leftOutCount),
      answered: try await own(found.report.patterns.map(\.id), request),
      clock: try await clock(request),
      madeAt: request.now
    )
    return page(board, days: days, request)
  }

  @Sendable private func operations(_ request: APIRequest) async throws -> APIAnswer {
    try QueryReader(request.query).finish()
    let clock = try await clock(request)
    let reading = try await OperationsReading.read(services, request)
    return page(OperationsBoard(reading, clock: clock, now: request.now).board, days: nil, request)
  }

  @Sendable private func story(_ request: APIRequest) async throws -> APIAnswer {
    let id: OutcomeID = try request.identifier("id", of: "outcome")
    try QueryReader(request.query).finish()
    let row = try await OutcomeAccess.outcome(id, for: request)
    let answer = try await EventStoryReader(redis: services.redis, postgres: request.postgres)
      .tell(id.uuid, tenant: request.tenant, at: request.now)
    let board = StoryBoard(row, answer, clock: try await clock(request), madeAt: request.now).board
    return page(board, days: nil, request)
  }

  /// Which of some patterns the reader has rated already.
  private func own(_ patterns: [PatternID], _ request: APIRequest) async throws -> Set<PatternID> {
    try await PatternRatings.rated(
      among: patterns,
      by: ReviewerID(request.principal.userID),
      tenant: request.tenant,
      in: request.postgres
    )
  }

  private func document(
    _ reader: AnalyticsReader.Reader,
    _ period: AnalyticsPeriod,
    _ request: APIRequest
  ) async throws -> AnalyticsDocument {
    try await services.analytics.document(
      of: request.tenant,
      for: reader,
      period: period,
      now: request.now,
      in: request.postgres
    )
  }

  private func clock(_ request: APIRequest) async throws -> LocalClock {
    try await ReportReader(of: request.tenant, in: request.postgres).setting(at: request.now).clock
  }

  private func days(of kind: BoardKind, _ request: APIRequest) throws -> Int {
    var query = QueryReader(request.query)
    let days = query.integer("days", default: kind.dayCounts[0], in: AnalyticsPeriod.dayCounts)
    try query.finish()
    return days
  }

  private func period(of kind: BoardKind, _ request: APIRequest) throws -> AnalyticsPeriod {
    let days = try days(of: kind, request)
    guard let period = AnalyticsPeriod(lastDays: days, now: request.now) else {
      preconditionFailure("checked by the reader")
    }
    return period
  }

  private func page(_ board: Board, days: Int?, _ request: APIRequest) -> APIAnswer {
    let principal = request.principal
    let frame = BoardPage.Frame(
      userID: principal.userID,
      role: principal.role.rawValue,
      tenant: principal.tenantID.description,
      boards: Self.boards(of: principal.role),
      isReadOnly: services.settings.isReadOnly,
      dayCount: days
    )
    return .page(BoardPage.html(board, in: frame))
  }
}
