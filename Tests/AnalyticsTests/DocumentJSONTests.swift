import Analytics
import EventModel
import Testing

struct DocumentJSONTests {
  /// Two days, two before: 3 of 5 and 1 of 1 answered, 1 of 4 before. The bounds in the text are Wilson's formula,
  /// computed apart from the product.
  private static func document() throws -> AnalyticsDocument {
    let now = Known.today.start + .hours(12)
    let period = try #require(AnalyticsPeriod(from: Known.today - 6, to: Known.today - 5))
    let input = AnalyticsInput(outcomes: [
      Known.outcomes(3, negative: 1, expired: 1, daysAgo: 6, samples: Known.samples(3, of: 5, stated: 50)),
      Known.outcomes(1, ambiguous: 2, daysAgo: 5, channel: nil),
      Known.outcomes(1, expired: 3, daysAgo: 8),
    ])
    return .rep(RepIDs.ann, AnalyticsRequest(period: period, now: now), from: input)
  }

  @Test func `a document has the contract's shape`() throws {
    let json = try Self.document().json
    #expect(
      json.members?.map(\.name) == ["role", "scope", "period", "previous_period", "generated_at", "metrics"]
    )
    #expect(json["role"] == .string("rep"))
    #expect(json["generated_at"] == .string("2026-03-31T12:00:00.000000Z"))
    #expect(
      json["metrics"]?.members?.map(\.name) == [
        "response_rate", "meeting_rate", "deal_progression_rate", "escalation_rate", "escalation_resolution_rate",
        "escalation_history", "credited_conversions", "credited_amount", "feedback_score", "feedback_rate",
        "confidence_gap",
      ]
    )
  }

  @Test func `a metric is written with its definition, unit, sample size, interval, period and breakdowns`() throws {
    let json = try Self.document().json
    let expected = """
      {"role":"rep","scope":{"kind":"rep","rep_id":"ann"},
      "period":{"from":"2026-03-25","to":"2026-03-26","days":2},
      "previous_period":{"from":"2026-03-23","to":"2026-03-24","days":2},
      "generated_at":"2026-03-31T12:00:00.000000Z",
      "response_rate":{
        "definition":"\(MetricName.responseRate.definition)",
        "unit":"proportion","value":0.6666666666666666,"sample_size":6,
        "interval":[0.299993315138392,0.9032285888942195],"interval_method":"wilson",
        "period":{"from":"2026-03-25","to":"2026-03-26","days":2},
        "previous":{"value":0.25,"sample_size":4,"interval":[0.04558726080970055,0.6993581574175981],
          "interval_method":"wilson","period":{"from":"2026-03-23","to":"2026-03-24","days":2}},
        "change":{"statement":"insufficient_data","value":null},
        "not_matured_count":0,"ambiguous_count":2,
        "by_day":[
          {"day":"2026-03-25","days":1,"value":0.6,"sample_size":5,"interval":[0.2307242812760128,0.882379225767352],
            "interval_method":"wilson","not_matured_count":0,"ambiguous_count":0},
          {"day":"2026-03-26","days":1,"value":1,"sample_size":1,"interval":[0.20654931437723745,1],
            "interval_method":"wilson","not_matured_count":0,"ambiguous_count":2}],
        "by_action_type":[
          {"action_type":"send_email","value":0.6666666666666666,"sample_size":6,
            "interval":[0.299993315138392,0.9032285888942195],"interval_method":"wilson",
            "not_matured_count":0,"ambiguous_count":2}],
        "by_channel":[
          {"channel":"email","value":0.6,"sample_size":5,"interval":[0.2307242812760128,0.882379225767352],
            "interval_method":"wilson","not_matured_count":0,"ambiguous_count":0},
          {"channel":null,"value":1,"sample_size":1,"interval":[0.20654931437723745,1],
            "interval_method":"wilson","not_matured_count":0,"ambiguous_count":2}]},
      "meeting_rate":{
        "definition":"\(MetricName.meetingRate.definition)",
        "unit":"proportion","value":null,"sample_size":0,"missing":"There is nothing to count.",
        "period":{"from":"2026-03-25","to":"2026-03-26","days":2},
        "previous":{"value":null,"sample_size":0,"missing":"There is nothing to count.",
          "period":{"from":"2026-03-23","to":"2026-03-24","days":2}},
        "change":{"statement":"insufficient_data","value":null},
        "not_matured_count":0,"ambiguous_count":0,
        "by_day":[
          {"day":"2026-03-25","days":1,"value":null,"sample_size":0,"missing":"There is nothing to count.",
            "not_matured_count":0,"ambiguous_count":0},
          {"day":"2026-03-26","days":1,"value":null,"sample_size":0,"missing":"There is nothing to count.",
            "not_matured_count":0,"ambiguous_count":0}],
        "by_action_type":[]}}
      """
    let golden = try JSONParser.parse(Array(expected.utf8))
    for name in ["role", "scope", "period", "previous_period", "generated_at"] {
      #expect(json[name] == golden[name], "\(name)")
    }
    for name in ["response_rate", "meeting_rate"] {
      let written = try #require(json["metrics"]?[name])
      #expect(written == golden[name], "\(String(decoding: JSONWriter.compact(written), as: UTF8.self))")
    }
  }
}
