import Attribution
import EventModel
import Insight
import ReferenceFold
import Resolution
import SettingModel
import Store
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct TenantAttributionTests {
  /// What a group is credited with.
  private struct Sums {
    var won = 0.0
    var lost = 0.0
    var amount = 0.0

    /// To a thousandth of a micro: the reference adds in another order.
    func isEqual(to other: Sums) -> Bool {
      abs(won - other.won) < 1e-9 && abs(lost - other.lost) < 1e-9 && abs(amount - other.amount) < 1e-6
    }
  }

  private static let loss: Set<String> = [
    "closed_lost", "stalled", "bounce", "unsubscribe", "meeting_declined", "meeting_no_show", "escalation_unresolved",
  ]

  /// Sums by action type, or by representative, straight from the reference.
  private static func sums(
    _ world: FleetWorld,
    _ tenant: TenantID,
    _ model: AttributionModel,
    byRep: Bool
  ) -> [String?: Sums] {
    var policy = world.policies[tenant] ?? .default
    policy.attributionModel = model
    var sums: [String?: Sums] = [:]
    for history in world.histories.values where history.tenantID == tenant {
      for credit in ReferenceFold(history, policy: policy, now: nil).credits {
        let action = history.actions.first { $0.eventID == credit.actionEventID }
        let group = byRep ? world.representatives[credit.actionEventID] : action?.actionType.text
        let stage = history.stages.first { $0.eventID == credit.signalEventID }
        let reply = history.replies.first { $0.eventID == credit.signalEventID }
        let count = world.histories.values.filter { other in
          other.stages.contains { $0.eventID == credit.signalEventID }
        }.count
        let part = Double(credit.creditMicros) / 1e6 / Double(max(count, 1))
        if loss.contains(stage?.toStage.text ?? reply?.replyType.rawValue ?? "") {
          sums[group, default: Sums()].lost += part
        } else {
          sums[group, default: Sums()].won += part
          if stage != nil { sums[group, default: Sums()].amount += part * 1234.5 }
        }
      }
    }
    return sums
  }

  private static func sums(_ summary: AttributionSummary) -> [String?: Sums] {
    Dictionary(
      uniqueKeysWithValues: summary.lines.map { line in
        let amount = line.won.amountsByCurrency.reduce(0) { $0 + $1.value }
        return (line.group, Sums(won: line.won.conversionCount, lost: line.lost.conversionCount, amount: amount))
      }
    )
  }

  @Test("sums under every model are those of the reference, and the stored model's those of the stored credits")
  func everyModel() async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 5)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.drainWorkers()
      for tenant in (1...3).map(TestEvent.tenant) {
        let reader = AttributionReader(of: tenant, in: fleet.postgres)
        let models = AttributionModel.allCases.filter { $0 != .markov }
        for (grouping, byRep) in [(AttributionGrouping.actionType, false), (.rep, true)] {
          let all = try await reader.summary(of: models, by: grouping, in: .always)
          for model in all.models {
            let expected = Self.sums(world, tenant, model.model, byRep: byRep)
            let sums = Self.sums(model.summary)
            let isEqual = sums.count == expected.count && sums.allSatisfy { expected[$0]?.isEqual(to: $1) ?? false }
            #expect(isEqual, "\(tenant) \(model.model) \(grouping): \(sums), not \(expected)")
          }
        }
        let own = try await reader.summary(of: nil, by: .actionType, in: .always)
        #expect(own.models.map(\.model) == [own.storedModel])
        #expect(own.storedModel == (world.policies[tenant]?.attributionModel ?? .linear))
        let stored = try await fleet.execute(
          """
          SELECT string_agg(line, ' ' ORDER BY line COLLATE "C") FROM (
            SELECT event.action_type || ' ' || count(DISTINCT event.event_id) AS line
            FROM learning.attribution_credits AS credit
            JOIN learning.events AS event
              ON event.tenant_id = credit.tenant_id AND event.event_id = credit.action_event_id
            WHERE credit.tenant_id = '\(tenant)' GROUP BY event.action_type) AS lines
          """
        )
        #expect(
          own.models[0].summary.lines.map { "\($0.group ?? "") \($0.actionCount)" }.joined(separator: " ") == stored
        )
        // A signal that concerns k conversations has k conversions of 1/k.
        let micros = try await fleet.execute(
          """
          SELECT round(sum(credit_micros / (1.0 + (SELECT count(*) FROM learning.event_conversations AS link
            WHERE link.tenant_id = credit.tenant_id AND link.event_id = credit.signal_event_id))))
          FROM learning.attribution_credits AS credit WHERE tenant_id = '\(tenant)'
          """
        )
        let (won, lost) = (own.models[0].summary.won.conversionCount, own.models[0].summary.lost.conversionCount)
        #expect("\(Int(((won + lost) * 1e6).rounded()))" == micros)
      }
    }
  }

  @Test("a period takes the signals of its time, and months and weeks part them")
  func periods() async throws {
    try await TestFleet.with { fleet in
      // The beginning is Monday, 2026-02-02, 02:40.
      let events: [TestEvent] = [
        .action(1), .reply(2, at: 1),
        .action(3, conversation: 2, at: 144, type: "send_chat"), .reply(4, conversation: 2, at: 166, type: "bounce"),
        .action(5, conversation: 3, at: 960), .reply(6, conversation: 3, at: 961),
      ]
      try await fleet.publish(events)
      try await fleet.drainWorkers()
      let reader = AttributionReader(of: TestEvent.tenant(1), in: fleet.postgres)
      func groups(_ grouping: AttributionGrouping, from: Int64? = nil, until: Int64? = nil) async throws -> [String] {
        let period = EventPeriod(
          from: from.map { TestEvent.start + .hours($0) },
          until: until.map { TestEvent.start + .hours($0) }
        )
        let summary = try await reader.summary(of: nil, by: grouping, in: period).models[0].summary
        return summary.lines.map { "\($0.group ?? "-") \($0.won.conversionCount) \($0.lost.conversionCount)" }
      }
      #expect(try await groups(.month) == ["2026-02 1.0 1.0", "2026-03 1.0 0.0"])
      #expect(try await groups(.week) == ["2026-02-02 1.0 0.0", "2026-02-09 0.0 1.0", "2026-03-09 1.0 0.0"])
      #expect(try await groups(.actionType, from: 1, until: 2) == ["send_email 1.0 0.0"])
      #expect(try await groups(.actionType, from: 2, until: 961) == ["send_chat 0.0 1.0"])
      #expect(try await groups(.channel) == ["- 2.0 1.0"])
    }
  }

  @Test("markov chosen without effects brings those of the tenant's own paths in the same change")
  func firstEffects() async throws {
    try await TestFleet.with { fleet in
      let tenant = TestEvent.tenant(1)
      // Won: email > chat, and twice email alone. Lost: chat. Led nowhere: chat > email.
      let events: [TestEvent] = [
        .action(1), .action(2, at: 1, type: "send_chat"), .reply(3, at: 2),
        .action(4, conversation: 2), .reply(5, conversation: 2),
        .action(10, conversation: 5), .reply(11, conversation: 5),
        .action(6, conversation: 3, type: "send_chat"), .reply(7, conversation: 3, type: "bounce"),
        .action(8, conversation: 4, type: "send_chat"), .action(9, conversation: 4, at: 1),
      ]
      try await fleet.publish(events)
      try await fleet.settle()
      let reader = AttributionReader(of: tenant, in: fleet.postgres)
      let fitted = try await reader.fit(order: 1, in: .always)
      #expect(fitted.wonCount == 3 && fitted.lostCount == 1 && fitted.unconvertedCount == 1)
      var table = PathTable()
      let (email, chat) = (ActionType("send_email"), ActionType("send_chat"))
      let paths = [
        ([email, chat], true), ([email], true), ([email], true), ([chat], false), ([chat, email], false),
      ]
      for (path, isConverted) in paths {
        table.add(path, isConverted: isConverted, totals: PathTotals(count: 1, valueMicros: 0))
      }
      let expected = try MarkovModel.fit(table).won.typeEffects
      #expect(fitted.typeEffects == expected)
      let settings = TenantSettings(of: tenant, in: fleet.postgres)
      try await settings.set(.resolution(.attributionModel), to: "\"markov\"", now: TestFleet.now)
      #expect(try await settings.progress().dueCount == 5)
      let text = try await settings.list().first { $0.descriptor.key == "attribution_type_effects" }?.value ?? ""
      let policy = try ResolutionPolicy(settings: ["attribution_type_effects": text])
      #expect(policy.attributionParameters.typeEffects == expected)
      try await fleet.settle()
      #expect(try await settings.progress().dueCount == 0)
      let credits = try await fleet.execute(
        "SELECT array_agg(DISTINCT credit_micros ORDER BY credit_micros) FROM learning.attribution_credits"
      )
      #expect(credits != "{500000,1000000}", "the effects of e-mail and chat differ")
      #expect(try await fleet.verify().found == [:])

      // What is set stays.
      try await settings.set(.resolution(.attributionTypeEffects), to: "{\"send_chat\": 1}", now: TestFleet.now)
      try await settings.set(.resolution(.attributionModel), to: "\"markov\"", now: TestFleet.now)
      let kept = try await settings.list().first { $0.descriptor.key == "attribution_type_effects" }?.value
      #expect(kept == "{\"send_chat\": 1}")
    }
  }
}
