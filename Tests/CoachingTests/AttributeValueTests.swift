import Coaching
import EventModel
import TestSupport
import Testing

struct AttributeValueTests {
  /// Python 3's `datetime`: the hour and `isoweekday()` of the instant plus the offset.
  private static let localTimes: [(microseconds: Int64, offset: Int64, hour: Int, weekday: Weekday)] = [
    (0, 0, 0, .thursday),
    (-1, 0, 23, .wednesday),
    (-62_135_596_800_000_000, 0, 0, .monday),
    // The last second of winter time in Berlin, and the first of summer time.
    (1_774_745_999_000_000, 3600, 1, .sunday),
    (1_774_746_000_000_000, 7200, 3, .sunday),
    (1_709_237_700_000_000, 19_800, 1, .friday),
    (1_785_639_600_000_000, -14_400, 23, .saturday),
  ]

  @Test(arguments: localTimes)
  func `hour and weekday are those of the zone's clocks`(
    microseconds: Int64,
    offset: Int64,
    hour: Int,
    weekday: Weekday
  ) {
    let time = LocalTime(of: Timestamp(microseconds: microseconds), offset: .seconds(offset))
    #expect(time.hour.number == hour)
    #expect(time.weekday == weekday)
  }

  @Test func `positions are told apart up to the fifth`() {
    let positions = [1, 2, 3, 4, 5, 6, 10, 11, 1000].map { SequencePosition(of: $0) }
    #expect(
      positions == [
        .first, .second, .third, .fourth, .fifth, .sixthToTenth, .sixthToTenth, .afterTheTenth, .afterTheTenth,
      ]
    )
  }

  @Test func `a pause begins with its shortest and ends before the next one's`() {
    for pause in TouchPause.allCases {
      let shortest = TimeInterval.hours(Int64(pause.rawValue))
      #expect(TouchPause(of: shortest) == pause)
      if shortest > .seconds(0) {
        #expect(TouchPause(of: shortest - TimeInterval(microseconds: 1)) != pause)
      }
    }
    #expect(TouchPause(of: .days(4000)) == .twoWeeksAndMore)
  }

  @Test func `every value has a text that brings it back`() {
    var values: [AttributeValue] = [
      .actionType(ActionType("send_email")), .channel(ChannelName("e\u{301}")), .persona(PersonaName("7")),
      .stage(StageName("negotiation")), .rep(RepID("anna")), .escalationTrigger(EscalationTrigger("pricing")),
    ]
    values += (0..<24).compactMap { HourOfDay($0).map { .hourOfDay($0) } }
    values += Weekday.allCases.map { .weekday($0) }
    values += SequencePosition.allCases.map { .sequencePosition($0) }
    values += TouchPause.allCases.map { .timeSinceLastTouch($0) }
    values += CoachingAttribute.allCases.map { .other($0) }
    for value in values { #expect(AttributeValue(value.attribute, text: value.text) == value, "\(value)") }
    #expect(Set(values.map(\.attribute)).count == CoachingAttribute.allCases.count)
    #expect(AttributeValue(.hourOfDay, text: "24") == nil)
    #expect(AttributeValue(.weekday, text: "monday") == nil)
    #expect(AttributeValue(.sequencePosition, text: "7") == nil)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `values have one order, by attribute, number and name, with what is not told apart last`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let ascending: [AttributeValue] = [
      .actionType(ActionType("a")), .actionType(ActionType("b")), .other(.actionType),
      .hourOfDay(try #require(HourOfDay(9))), .hourOfDay(try #require(HourOfDay(10))), .weekday(.tuesday),
      .weekday(.sunday),
      .channel(ChannelName("Z")), .channel(ChannelName("a")), .channel(ChannelName("é")), .other(.channel),
      .sequencePosition(.fifth), .sequencePosition(.sixthToTenth), .timeSinceLastTouch(.oneToFourHours),
      .timeSinceLastTouch(.fourHoursToADay), .other(.timeSinceLastTouch),
    ]
    #expect(ascending.shuffled(using: &generator).sorted() == ascending, "seed \(seed)")
  }

  @Test func `an action's outcome knows what the action says`() throws {
    let conversationID = try #require(ConversationID(text: "00000000-0000-4000-8000-000000000001"))
    let action = AgentAction(
      conversationID: conversationID,
      actionType: ActionType("escalate"),
      predictedConfidence: 0.5,
      actionID: ActionID("1"),
      outcomeTypes: [.escalationResult],
      repID: "anna",
      persona: "cfo",
      escalationTrigger: "pricing"
    )
    let observation = CoachingObservation(
      isSuccess: true,
      action: action,
      localTime: LocalTime(of: Timestamp(microseconds: 0), offset: .hours(9)),
      startingStage: StageName("discovery"),
      position: 7,
      pause: .hours(25)
    )
    let values: [AttributeValue] = [
      .actionType(ActionType("escalate")), .hourOfDay(try #require(HourOfDay(9))), .weekday(.thursday),
      .persona(PersonaName("cfo")), .stage(StageName("discovery")), .rep(RepID("anna")),
      .escalationTrigger(EscalationTrigger("pricing")), .sequencePosition(.sixthToTenth),
      .timeSinceLastTouch(.oneToThreeDays),
    ]
    #expect(observation.values == values)
  }
}
