import Foundation
import TestSupport
import Testing

/// The commands that attribute a tenant's own history, on one small enough to be calculated by hand.
struct AttributionSummaryTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0009"
  private static let start = Date(timeIntervalSince1970: 1_770_000_000)

  private struct Summary: Decodable {
    struct Model: Decodable {
      let model: String
      let won: Double
      let lost: Double
      let groups: [Group]
    }

    struct Group: Decodable {
      let group: String?
      let actions: Int
      let won: Double
      let wonShare: Double?
      let lost: Double
      let lostShare: Double?
      let amountsWon: [Amount]
      let amountsLost: [Amount]

      var text: String {
        let amounts = (amountsWon + amountsLost).map { "\($0.amount) \($0.currency ?? "-")" }
        return (["\(group ?? "-") \(actions) \(won) \(lost)"] + amounts).joined(separator: ", ")
      }
    }

    struct Amount: Decodable {
      let currency: String?
      let amount: Double
    }

    let storedModel: String
    let models: [Model]
  }

  private struct Fitted: Decodable {
    let wonPaths: Int
    let lostPaths: Int
    let unconvertedPaths: Int
    let effects: [String: Double]
    let isSet: Bool
  }

  /// Ann calls and Bob demonstrates, and the deal, which two conversations are about, is won at 1,000 EUR; in the second
  /// conversation only Ann called. In a third Bob demonstrates and 50 USD are lost. In a fourth nothing happens.
  private static func publish(to fleet: TestFleet) async throws {
    func line(_ id: Int, _ type: String, hour: Int, _ data: String) -> String {
      let time = EventLine.text(of: start + Double(hour) * 3600)
      let number = String(id, radix: 16)
      return #"{"event_id": "6f1d3c3e-0000-4000-8000-00000000b00\#(number)", "event_type": "\#(type)", "#
        + #""tenant_id": "\#(tenant)", "timestamp": "\#(time)", "version": "1.0", "data": {\#(data)}}"# + "\n"
    }
    func conversation(_ number: Int) -> String { "6f1d3c3e-0000-4000-8000-00000000c00\(number)" }
    func action(_ id: Int, in number: Int, hour: Int, _ type: String, rep: String) -> String {
      line(
        id,
        "agent.action",
        hour: hour,
        #""conversation_state_id": "\#(conversation(number))", "action_type": "\#(type)", "predicted_confidence": 0.5, "#
          + #""rep_id": "\#(rep)""#
      )
    }
    let both = #"["\#(conversation(1))", "\#(conversation(2))"]"#
    let file =
      action(1, in: 1, hour: 0, "call", rep: "ann") + action(2, in: 1, hour: 1, "demo", rep: "bob")
      + action(3, in: 2, hour: 2, "call", rep: "ann")
      + line(
        4,
        "deal.stage",
        hour: 3,
        #""conversation_state_ids": \#(both), "to_stage": "closed_won", "amount": 1000, "currency": "EUR""#
      ) + action(5, in: 3, hour: 0, "demo", rep: "bob")
      + line(
        6,
        "deal.stage",
        hour: 4,
        #""conversation_state_id": "\#(conversation(3))", "to_stage": "closed_lost", "amount": 50, "currency": "USD""#
      ) + action(7, in: 4, hour: 0, "call", rep: "ann")
    let imported = try await fleet.reckoner("import", "-", input: file)
    #expect(imported.exitCode == 0, "\(imported)")
    try await fleet.drain()
  }

  @Test func `sums, shares and amounts are those of a calculation by hand`() async throws {
    try await TestFleet.run { fleet in
      try await Self.publish(to: fleet)
      let byRep = try await fleet.reckoner("attribution", "summary", "--tenant", Self.tenant, "--by", "rep", "--json")
      #expect(byRep.exitCode == 0, "\(byRep)")
      let reps = try byRep.json(as: Summary.self)
      #expect(reps.storedModel == "linear" && reps.models.map(\.model) == ["linear"])
      // Half of the deal was won by both, the other half by Ann alone.
      let groups = reps.models[0].groups
      #expect(groups.map(\.text) == ["ann 2 0.75 0.0, 750.0 EUR", "bob 2 0.25 1.0, 250.0 EUR, 50.0 USD"])
      #expect(groups.map(\.wonShare) == [0.75, 0.25] && groups.map(\.lostShare) == [0, 1])
      #expect(reps.models[0].won == 1 && reps.models[0].lost == 1)

      let all = try await fleet.reckoner("attribution", "summary", "--tenant", Self.tenant, "--model", "all", "--json")
      let models = try all.json(as: Summary.self).models
      #expect(models.count == 9)
      func texts(of model: String) -> [String] { models.first { $0.model == model }?.groups.map(\.text) ?? [] }
      #expect(texts(of: "last_touch") == ["call 2 0.5 0.0, 500.0 EUR", "demo 2 0.5 1.0, 500.0 EUR, 50.0 USD"])
      #expect(texts(of: "first_touch") == ["call 2 1.0 0.0, 1000.0 EUR", "demo 2 0.0 1.0, 0.0 EUR, 50.0 USD"])

      let none = ["--from", "2026-02-02T05:40:00Z", "--to", "2026-02-02T06:40:00Z"]
      let period = try await ProgramProcess.run(
        "reckoner",
        ["attribution", "summary", "--tenant", Self.tenant, "--json"] + none,
        environment: fleet.environment
      )
      // The win is at the beginning of the period, which counts; the loss at its end, which doesn't.
      #expect(try period.json(as: Summary.self).models.map { [$0.won, $0.lost] } == [[1, 0]])

      let text = try await fleet.reckoner("attribution", "summary", "--tenant", Self.tenant, "--by", "rep")
      #expect(text.standardOutput.contains("1.00 conversions won, 1.00 lost; linear, the stored model"), "\(text)")
      #expect(text.standardOutput.contains("won EUR") && text.standardOutput.contains("750.00"), "\(text)")
      let beside = try await fleet.reckoner("attribution", "summary", "--tenant", Self.tenant, "--model", "all")
      #expect(beside.standardOutput.contains("share of what was lost, in %"), "\(beside)")
    }
  }

  private struct Decided: Decodable {
    struct Touch: Decodable {
      let actionType: String
      let creditMicros: Int
      let storedCreditMicros: Int?
    }

    let outcomeStatus: String
    let model: String
    let storedModel: String?
    let touches: [Touch]
  }

  @Test func `the credits of an outcome under a model stand beside the stored ones`() async throws {
    try await TestFleet.run { fleet in
      try await Self.publish(to: fleet)
      func id(_ action: Int) async throws -> String {
        let event = "6f1d3c3e-0000-4000-8000-00000000b00\(action)"
        let rows = try await fleet.rows(
          "SELECT outcome_id FROM learning.outcome_records WHERE action_event_id = '\(event)'"
        )
        return try #require(rows.first)
      }
      func attribution(of id: String, _ arguments: String...) async throws -> ProgramProcess.Ending {
        try await ProgramProcess.run(
          "reckoner",
          ["attribution", "outcome", id, "--tenant", Self.tenant] + arguments,
          environment: fleet.environment
        )
      }
      let won = try await attribution(of: try await id(1), "--model", "last_touch", "--json").json(as: Decided.self)
      #expect(won.outcomeStatus == "positive" && won.model == "last_touch" && won.storedModel == "linear")
      let touches = won.touches.map { "\($0.actionType) \($0.creditMicros) \($0.storedCreditMicros ?? -1)" }
      #expect(touches == ["call 0 500000", "demo 1000000 500000"])
      let text = try await attribution(of: try await id(1))
      #expect(text.standardOutput.contains("50.0000 %") && text.standardOutput.contains("stored (linear)"), "\(text)")
      let pending = try await attribution(of: try await id(7))
      #expect(pending.standardOutput.contains("no conversion decided it"), "\(pending)")
      let unknown = try await attribution(of: Self.tenant)
      #expect(unknown.exitCode == 1 && unknown.standardError.contains("has no outcome"), "\(unknown)")
    }
  }

  @Test func `effects are fitted, shown by a dry run, and set`() async throws {
    try await TestFleet.run { fleet in
      let nothing = try await fleet.reckoner("attribution", "fit", "--tenant", Self.tenant, "--json")
      #expect(try nothing.json(as: Fitted.self).isSet == false)
      try await Self.publish(to: fleet)
      let setting = "SELECT count(*) FROM learning.tenant_settings"
      let shown = try await fleet.reckoner("attribution", "fit", "--tenant", Self.tenant, "--dry-run", "--json")
      let fitted = try shown.json(as: Fitted.self)
      #expect(fitted.wonPaths == 2 && fitted.lostPaths == 1 && fitted.unconvertedPaths == 1 && !fitted.isSet)
      // Won: call > demo, call. Not: demo, call. From the start 3 of 4 go to call, whose walks go on to demo, to the win
      // and to nothing by a third each; half of demo's are won. P(win) = 3/4 (1/3 + 1/3 1/2) + 1/4 1/2 = 1/2; without
      // call 1/8, without demo 1/4.
      #expect(abs((fitted.effects["call"] ?? 0) - 0.75) < 1e-12, "\(fitted)")
      #expect(abs((fitted.effects["demo"] ?? 0) - 0.5) < 1e-12, "\(fitted)")
      #expect(try await fleet.number(setting) == 0)
      let set = try await fleet.reckoner("attribution", "fit", "--tenant", Self.tenant)
      #expect(set.exitCode == 0 && set.standardOutput.contains("set as attribution_type_effects"), "\(set)")
      #expect(try await fleet.number(setting) == 1)
      #expect(try await fleet.number("SELECT count(*) FROM learning.due_conversations") == 4)
      let model = try await fleet.reckoner("settings", "set", "attribution_model", "markov", "--tenant", Self.tenant)
      #expect(model.exitCode == 0, "\(model)")
      try await fleet.drain()
      let credits = """
        SELECT credit_micros FROM learning.attribution_credits WHERE touches = 2 ORDER BY position
        """
      #expect(try await fleet.rows(credits) == ["600000", "400000"])
      try await fleet.verified()
    }
  }

  @Test func `set --wait returns when the workers are done, and its end by a signal exits 75`() async throws {
    try await TestFleet.run { fleet in
      try await Self.publish(to: fleet)
      let change = ["settings", "set", "attribution_model", "last_touch", "--wait", "--tenant", Self.tenant]
      let stopped = try ProgramProcess.start("reckoner", change, environment: fleet.environment)
      try await Wait.until("the conversations are marked") {
        try await fleet.number("SELECT count(*) FROM learning.due_conversations") == 4
      }
      try await Wait.until("the first report") { stopped.standardErrorSoFar.contains("resolved anew: 0") }
      stopped.interrupt()
      let ending = try await stopped.ending()
      #expect(ending.exitCode == 75, "\(ending)")
      try await fleet.drain()
      let worker = try fleet.start("outcome-worker")
      let done = try await ProgramProcess.run("reckoner", change, environment: fleet.environment)
      #expect(done.exitCode == 0 && done.standardError.contains("resolved anew: 4"), "\(done)")
      #expect(try await fleet.number("SELECT count(*) FROM learning.due_conversations") == 0)
      worker.terminate()
      #expect(try await worker.ending().exitCode == 0)
    }
  }
}
