import EventModel
import Testing

@testable import Rollups

@Suite struct MetricUpdateTests {
  private static let time = Timestamp(microseconds: 1_770_000_000_000_000)

  private func change(_ difference: MetricChange.Difference, rep: String = "anna") -> MetricChange {
    MetricChange(
      day: "2026-11-30",
      repID: rep,
      actionType: ActionType("send_email"),
      channel: "",
      difference: difference
    )
  }

  private func text(_ update: MetricUpdate) -> String {
    String(decoding: JSONWriter.compact(update.data), as: UTF8.self)
  }

  @Test("a message names what changed by the columns' names, and leaves out what didn't")
  func message() {
    var figures = OutcomeFigures.zero
    figures.count(.pending, -1)
    figures.count(.positive, 1)
    let changes = [
      change(.outcomes(.emailEngagement, isPrimary: true, figures)),
      change(.actions(ActionFigures(actionCount: 2, costCount: 1, costMicros: -5)), rep: ""),
      change(
        .impact(
          currency: "EUR",
          signalType: .dealStage,
          signal: "closed_won",
          ImpactFigures(touchCount: 1, creditMicros: 500_000, amount: 12.5)
        )
      ),
    ]
    let common = "\"day\":\"2026-11-30\",\"rep_id\":\"anna\",\"action_type\":\"send_email\",\"channel\":null"
    #expect(
      text(MetricUpdate(id: "1-a", time: Self.time, changes: changes)) == """
        {"id":"1-a","type":"metric_update","at":"\(Self.time.rfc3339)","changes":[\
        {"metric":"outcomes",\(common),"outcome_type":"email_engagement","is_primary":true,\
        "pending_count":-1,"positive_count":1},\
        {"metric":"actions",\(common.replacing("\"anna\"", with: "null")),"action_count":2,"cost_count":1,"cost_micros":-5},\
        {"metric":"impact",\(common),"currency":"EUR","signal_type":"deal.stage","signal":"closed_won",\
        "touch_count":1,"credit_micros":500000,"amount":12.5}]}
        """
    )
  }

  @Test("with more than fifty changes a message only says that there are")
  func truncated() {
    let many = Array(repeating: change(.actions(ActionFigures(actionCount: 1))), count: MetricUpdate.changeCountMax)
    #expect(!MetricUpdate(id: "1-a", time: Self.time, changes: many).isTruncated)
    let update = MetricUpdate(id: "1-a", time: Self.time, changes: many + many.prefix(1))
    #expect(text(update).hasSuffix("\"changes\":[],\"truncated\":true}"))
  }

  @Test("an amount that no double holds is left out: JSON has no number for it")
  func infinite() {
    let figures = ImpactFigures(touchCount: 1, creditMicros: 1, amount: .infinity)
    let change = change(.impact(currency: "", signalType: .customerReply, signal: "reply", figures))
    let text = text(MetricUpdate(id: "1-a", time: Self.time, changes: [change]))
    #expect(!text.contains("amount") && text.contains("\"currency\":null"))
  }
}
