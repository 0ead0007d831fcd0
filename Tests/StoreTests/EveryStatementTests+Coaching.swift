import Coaching
import EventModel
import Feedback
import PostgresClient
import Resolution
import SettingModel
import Store
import Testing

/// The statements of coaching.
extension EveryStatementTests {
  /// Over the main path's rows: an action of conversation 1, whose outcome is positive, with a stage change that concerns
  /// conversations 1 and 2.
  func sendCoaching(_ transaction: PostgresTransaction) async throws {
    let (now, tenant) = (Sample.now, Sample.tenant(1))
    for name in ["Europe/Berlin", "Europe/Atlantis"] {
      let zone = try #require(TimeZoneName(name))
      #expect(try await send(FindTimeZone(zone), transaction) == (name == "Europe/Berlin" ? [name] : []))
    }
    try await send(PrepareCoaching(), transaction)
    let all = CoachingScope(tenantID: tenant, from: now - .days(1), to: now + .days(1), asOf: now + .days(90))
    let page = try await send(PageCoachingOutcomes(of: all, after: nil, countMax: 5), transaction)
    let outcome = try #require(page.first)
    #expect(page.count == 1 && outcome.actionType.text == "send_email" && outcome.channel?.text == "email")
    #expect(try await send(PageCoachingOutcomes(of: all, after: outcome, countMax: 5), transaction).isEmpty)
    #expect(try await send(CountCoachingOutcomes(of: all), transaction) == [1])
    for reps in [[], [RepID("anna")]] as [Set<RepID>] {
      let team = CoachingScope(tenantID: tenant, from: all.from, to: all.to, asOf: all.now, reps: reps)
      #expect(try await send(CountCoachingOutcomes(of: team), transaction) == [0])
    }
    let zone = try #require(TimeZoneName("America/New_York"))
    let row = try #require(
      try await send(LoadCoachingOutcomes([(outcome.outcomeID, outcome.actedAt)], of: tenant, in: zone), transaction)
        .first
    )
    #expect(row.conversationID == Sample.conversation(1) && row.actionEventID == Sample.eventID(1))
    #expect(row.status == .positive && row.outcomeType == .emailEngagement && row.actedAt == now)
    // In February.
    #expect(row.zoneOffset == .hours(-5) && row.repID == nil && row.channel?.text == "email")
    let stranger = LoadCoachingOutcomes([(outcome.outcomeID, outcome.actedAt)], of: Sample.tenant(2), in: .utc)
    #expect(try await send(stranger, transaction).isEmpty)
    let conversations = [Sample.key(1, 1), Sample.key(1, 2)].map { DatedConversation($0) }
    let touches = try await send(LoadTouches([row.actionEventID], in: conversations), transaction)
    #expect(touches.map(\.position) == [1] && touches.first?.pause == nil && touches.first?.persona == nil)
    let changes = try await send(LoadStageChanges(in: conversations), transaction)
    #expect(changes.map(\.index).sorted() == [0, 1])
    #expect(Set(changes.map(\.stage.eventID)) == [Sample.eventID(3)])
    try await sendRatings(transaction)
  }

  private func sendRatings(_ transaction: PostgresTransaction) async throws {
    let patterns = [true, false].map { PatternID(.rep(RepID("anna")), isBetter: $0) }
    func rating(
      _ number: Int,
      _ isUseful: Bool?,
      by reviewer: String,
      of pattern: Int = 0,
      tenant: Int = 1
    ) -> CoachingRatingRow {
      CoachingRatingRow(
        ratingID: Sample.uuid(8, number),
        tenantID: Sample.tenant(tenant),
        patternID: patterns[pattern],
        reviewerID: ReviewerID(reviewer),
        isUseful: isUseful,
        comment: isUseful == true ? "Yes." : nil,
        createdAt: Sample.now + .seconds(Int64(number / 2))
      )
    }
    let ratings = [
      rating(1, false, by: "mia"), rating(2, true, by: "mia"), rating(4, true, by: "noa"), rating(6, false, by: "olu"),
      // Taken back; and at one time the later id counts.
      rating(8, true, by: "pat"), rating(9, nil, by: "pat"), rating(10, false, by: "quinn"),
      rating(11, true, by: "quinn"), rating(20, false, by: "mia", of: 1), rating(30, false, by: "mia", tenant: 2),
    ]
    for rating in ratings.reversed() {
      #expect(try await send(InsertCoachingRating(rating), transaction) == [rating.ratingID])
    }
    // The same act again, whatever it says now.
    #expect(try await send(InsertCoachingRating(rating(2, false, by: "mia")), transaction).isEmpty)
    let list = ListCoachingRatings(of: patterns, tenant: Sample.tenant(1), countMax: 2)
    let found = try await send(list, transaction)
    let first = found.filter { $0.patternID == patterns[0] }
    #expect(first.map(\.reviewerID.text) == ["quinn", "olu"], "the latest two")
    #expect(first.map(\.isUseful) == [true, false] && first.map(\.comment) == ["Yes.", nil])
    #expect(first.allSatisfy { $0.usefulCount == 3 && $0.uselessCount == 1 })
    let second = found.filter { $0.patternID == patterns[1] }
    #expect(second.map(\.reviewerID.text) == ["mia"] && second.first?.uselessCount == 1)
    let others = ListCoachingRatings(of: patterns, tenant: Sample.tenant(2), countMax: 9)
    #expect(try await send(others, transaction).map(\.isUseful) == [false])
    #expect(try await send(ListCoachingRatings(of: [], tenant: Sample.tenant(1), countMax: 9), transaction).isEmpty)
  }
}
