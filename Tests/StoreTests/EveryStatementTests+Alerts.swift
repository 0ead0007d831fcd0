import Alerts
import Analytics
import EventModel
import PostgresClient
import Store
import Testing

/// The statements of alerts: what is open, what is remembered, and what nobody wants to be told.
extension EveryStatementTests {
  static func alert(_ subject: String, at time: Timestamp = Sample.now, tenant: Int = 1) -> Alert {
    let subject = AlertSubject(subject)
    return Alert(
      id: AlertID(tenant: Sample.tenant(tenant), rule: .successRateFalls, subject: subject, openedAt: time),
      rule: .successRateFalls,
      subject: subject,
      severity: .warning,
      openedAt: time,
      lastSeenAt: time,
      figures: .init(observed: 0.25, threshold: 0.4, baseline: 0.5, sampleCount: 140),
      title: "It fell",
      explanation: "One line.\nAnother one.",
      evidence: .object(["p": .real(0.5)])
    )
  }

  func sendAlerts(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    try await send(PutAlerts([], of: tenant), transaction)
    try await send(PutAlertStates([], of: tenant), transaction)
    try await send(ForgetAlertStates([], of: tenant), transaction)
    let day = UTCDay(Sample.now)
    let days = try await send(CountOutcomeDays(of: tenant, from: day - 400, to: day + 400), transaction)
    let rows = try await send(
      ListOutcomeRollups(RollupSpan(of: tenant, from: day - 400, to: day + 400, reps: nil)),
      transaction
    )
    #expect(!rows.isEmpty && days.reduce(0) { $0 + $1.statuses.total } == rows.reduce(0) { $0 + $1.statuses.total })
    try await sendEvaluations(transaction)
    try await sendAlertRows(transaction)
    try await sendAlertStates(transaction)
    try await sendSilences(transaction)
  }

  private func sendEvaluations(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    #expect(try await send(FindAlertEvaluation(of: tenant), transaction).isEmpty)
    for _ in 0..<2 { #expect(try await send(ClaimAlertEvaluation(of: tenant), transaction) == [nil]) }
    try await send(NoteAlertEvaluation(of: tenant, at: Sample.now), transaction)
    // It never goes back.
    try await send(NoteAlertEvaluation(of: tenant, at: Sample.now - .hours(1)), transaction)
    #expect(try await send(ClaimAlertEvaluation(of: tenant), transaction) == [Sample.now])
    #expect(try await send(FindAlertEvaluation(of: tenant), transaction) == [Sample.now])
  }

  private func sendAlertRows(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    var (first, second) = (Self.alert("a"), Self.alert("b", at: Sample.now + .hours(1)))
    try await send(PutAlerts([first, second], of: tenant), transaction)
    #expect(try await send(ListOpenAlerts(of: tenant), transaction) == [first, second])
    #expect(try await send(ListOpenAlerts(of: Sample.tenant(2)), transaction).isEmpty)
    let page = try await send(PageAlerts(of: tenant, AlertFilter(), after: nil, countMax: 1), transaction)
    #expect(page == [second])
    let position = AlertPosition(openedAt: second.openedAt, id: second.id)
    #expect(
      try await send(PageAlerts(of: tenant, AlertFilter(), after: position, countMax: 9), transaction) == [first]
    )
    let taken = try await send(
      AcknowledgeAlert(first.id, of: tenant, by: "ada", note: "Mine.", now: Sample.now + .hours(2)),
      transaction
    )
    #expect(taken.map(\.state) == [.acknowledged] && taken.first?.revision == 2)
    for (id, other) in [(first.id, tenant), (second.id, Sample.tenant(2))] {
      let again = AcknowledgeAlert(id, of: other, by: "bob", note: nil, now: Sample.now + .hours(3))
      #expect(try await send(again, transaction).isEmpty)
    }
    first = try #require(taken.first)
    second.resolvedAt = Sample.now + .hours(4)
    second.ending = .recovered
    second.figures = .init(observed: 0.5, threshold: nil)
    second.revision = 2
    try await send(PutAlerts([second], of: tenant), transaction)
    #expect(try await send(FindAlert(second.id, of: tenant), transaction) == [second])
    #expect(try await send(FindAlert(second.id, of: Sample.tenant(2)), transaction).isEmpty)
    #expect(try await send(ListOpenAlerts(of: tenant), transaction) == [first])
    for (filter, expected) in [
      (AlertFilter(state: .acknowledged), [first]), (AlertFilter(state: .resolved), [second]),
      (AlertFilter(state: .firing), []), (AlertFilter(isOpen: true), [first]),
    ] {
      #expect(try await send(PageAlerts(of: tenant, filter, after: nil, countMax: 9), transaction) == expected)
    }
  }

  private func sendAlertStates(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    let firing = AlertState(
      phase: .firing,
      since: Sample.now,
      openedAt: Sample.now,
      noticedAt: Sample.now,
      missingSince: Sample.now,
      reference: 7,
      mark: "m",
      evaluatedAt: Sample.now
    )
    let ok = AlertState(
      phase: .ok,
      since: Sample.now,
      openedAt: nil,
      noticedAt: nil,
      missingSince: nil,
      reference: nil,
      mark: nil,
      evaluatedAt: Sample.now
    )
    let rows = [
      AlertStateRow(rule: .deadLettersRise, subject: AlertSubject("s"), state: firing),
      AlertStateRow(rule: .streamStalls, subject: AlertSubject("s"), state: ok),
    ]
    for _ in 0..<2 { try await send(PutAlertStates(rows, of: tenant), transaction) }
    #expect(Set(try await send(LoadAlertStates(of: tenant), transaction)) == Set(rows))
    try await send(ForgetAlertStates([(rule: .streamStalls, subject: AlertSubject("s"))], of: tenant), transaction)
    #expect(try await send(LoadAlertStates(of: tenant), transaction) == [rows[0]])
  }

  private func sendSilences(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    let silences = [(1, AlertRuleName?.none, nil), (2, .streamStalls, AlertSubject("s"))].map { number, rule, subject in
      AlertSilence(
        id: AlertSilenceID(Sample.uuid(8, number)),
        rule: rule,
        subject: subject,
        startsAt: Sample.now,
        endsAt: Sample.now + .hours(Int64(number)),
        reason: "A test.",
        createdBy: "ada",
        createdAt: Sample.now
      )
    }
    for silence in silences { try await send(InsertAlertSilence(silence, of: tenant), transaction) }
    func list(_ hours: Int64) async throws -> [AlertSilence] {
      try await send(ListAlertSilences(of: tenant, at: Sample.now + .hours(hours), countMax: 9), transaction)
    }
    #expect(try await list(0) == silences)
    #expect(try await list(1) == [silences[1]])
    let lift = LiftAlertSilence(silences[0].id, of: tenant, by: "bob", now: Sample.now + .seconds(9))
    #expect(try await send(lift, transaction) == [silences[0].id])
    #expect(try await send(lift, transaction).isEmpty)
    let strange = LiftAlertSilence(silences[1].id, of: Sample.tenant(2), by: "eve", now: Sample.now)
    #expect(try await send(strange, transaction).isEmpty)
  }
}
