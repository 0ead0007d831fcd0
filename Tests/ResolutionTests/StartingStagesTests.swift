import EventModel
import Resolution
import Testing

struct StartingStagesTests {
  private static let noon = Timestamp(microseconds: 1_770_000_000_000_000)

  private static func stage(_ number: UInt8, at hours: Int64, to name: String) throws -> RecordedStage {
    let id = try #require(EventID(text: "00000000-0000-4000-8000-0000000000\(number < 10 ? "0" : "")\(number)"))
    return RecordedStage(eventID: id, timestamp: noon + .hours(hours), toStage: StageName(name))
  }

  private static func starts(_ stages: [RecordedStage], _ hours: Int64, named own: String? = nil) -> String {
    StartingStages(stages, order: .default).stage(named: own.map { StageName($0) }, at: noon + .hours(hours)).text
  }

  @Test func `an action starts at its own stage, else at the latest one at or before it, else at the first`() throws {
    let stages = [
      try Self.stage(1, at: 1, to: "discovery"), try Self.stage(2, at: 2, to: "stalled"),
      try Self.stage(3, at: 3, to: "evaluation"), try Self.stage(4, at: 4, to: "former"),
    ]
    for stages in [stages, stages.reversed()] {
      #expect(Self.starts(stages, 0) == "prospecting")
      #expect(Self.starts(stages, 1) == "discovery")
      #expect(Self.starts(stages, 2) == "discovery", "stalled stands outside the order")
      #expect(Self.starts(stages, 3) == "evaluation")
      #expect(Self.starts(stages, 9) == "evaluation", "a former order's name starts nothing")
      #expect(Self.starts(stages, 9, named: "closed_won") == "closed_won")
      #expect(Self.starts(stages, 9, named: "former") == "evaluation")
    }
    #expect(Self.starts([], 0, named: "closed_lost") == "prospecting")
  }

  @Test func `of two changes at one time the one with the later id counts`() throws {
    let stages = [try Self.stage(7, at: 1, to: "negotiation"), try Self.stage(6, at: 1, to: "discovery")]
    #expect(Self.starts(stages, 1) == "negotiation")
  }
}
