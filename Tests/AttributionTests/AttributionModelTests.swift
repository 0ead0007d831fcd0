import Attribution
import EventModel
import Testing

@Suite struct AttributionModelTests {
  private func days(_ days: Int64...) -> [Timestamp] {
    days.map { Timestamp(microseconds: 1_700_000_000_000_000) + .days($0) }
  }

  private func credits(
    _ model: AttributionModel,
    _ times: [Timestamp],
    milestone: Int? = nil,
    _ parameters: AttributionParameters = .default
  ) -> [Int32] {
    model.credits(
      touches: times.map { AttributionTouch(time: $0, actionType: ActionType("send_email")) },
      milestoneIndex: milestone,
      parameters: parameters
    )
  }

  @Test("no touches, no credits; one touch takes all", arguments: AttributionModel.allCases)
  func smallest(model: AttributionModel) {
    #expect(credits(model, []) == [])
    #expect(credits(model, days(0)) == [1_000_000])
    #expect(credits(model, days(0), milestone: 0) == [1_000_000])
  }

  @Test("linear shares evenly, the odd micros going to the earlier touches")
  func linear() {
    #expect(credits(.linear, days(0, 1, 2)) == [333_334, 333_333, 333_333])
    #expect(credits(.linear, days(0, 1, 2, 3, 4, 5, 6)) == [142_858] + Array(repeating: 142_857, count: 6))
    #expect(credits(.linear, days(0, 0, 0, 0, 0, 0)) == [166_667, 166_667, 166_667, 166_667, 166_666, 166_666])
  }

  @Test("first and last touch take all, by order where times are equal")
  func ends() {
    #expect(credits(.firstTouch, days(0, 0, 1)) == [1_000_000, 0, 0])
    #expect(credits(.lastTouch, days(0, 1, 1)) == [0, 0, 1_000_000])
  }

  @Test("time decay halves with each half-life: 4/7, 2/7, 1/7")
  func timeDecay() {
    // 142857.14, 285714.29, 571428.57: the one micro left goes to the largest remainder, that of 4/7.
    #expect(credits(.timeDecay, days(0, 7, 14)) == [142_857, 285_714, 571_429])
    #expect(
      credits(.timeDecay, days(0, 1), AttributionParameters(halfLifeDays: 0.5)) == [200_000, 800_000]
    )
  }

  @Test("time decay shares touches of one time evenly")
  func timeDecayTies() {
    #expect(credits(.timeDecay, days(0, 0, 0)) == [333_334, 333_333, 333_333])
    #expect(credits(.timeDecay, days(0, 7, 7)) == [200_000, 400_000, 400_000])
  }

  @Test("a microsecond of age breaks a tie of remainders, and thousands of touches still sum")
  func timeDecayPrecision() {
    let times = days(0, 0, 7, 14)
    let shifted = [times[0], times[1] + TimeInterval(microseconds: 1), times[2], times[3]]
    // The two old touches compete for the last odd micro: the earlier has it, until the other is younger at all.
    let even = credits(.timeDecay, times, AttributionParameters(halfLifeDays: 5))
    let later = credits(.timeDecay, shifted, AttributionParameters(halfLifeDays: 5))
    #expect(even[0] == even[1] + 1 && later[1] == later[0] + 1)
    let many = (0..<20_000).map { _ in times[0] }
    #expect(credits(.timeDecay, many) == Array(repeating: 50, count: 20_000))
  }

  @Test("a path a century old has the credits of a young one")
  func century() {
    let century: Int64 = 36_525
    #expect(credits(.timeDecay, days(-century, 7 - century, 14 - century)) == [142_857, 285_714, 571_429])
    #expect(credits(.timeDecay, days(-century, 0)) == [0, 1_000_000])
    #expect(
      credits(.timeDecay, days(0, century), AttributionParameters(halfLifeDays: 1e-300)) == [0, 1_000_000]
    )
    #expect(
      credits(.timeDecay, days(0, century), AttributionParameters(halfLifeDays: 1e300)) == [500_000, 500_000]
    )
  }

  @Test("position based is 40-20-40, and 50-50 of two")
  func positionBased() {
    #expect(credits(.positionBased, days(0, 1)) == [500_000, 500_000])
    #expect(credits(.positionBased, days(0, 1, 2)) == [400_000, 200_000, 400_000])
    #expect(credits(.positionBased, days(0, 1, 2, 3, 4)) == [400_000, 66_667, 66_667, 66_666, 400_000])
  }

  @Test("position based with a tenant's shares, and where they leave nothing or take nothing")
  func shares() {
    let steep = AttributionParameters(firstShare: 0.6, lastShare: 0.2)
    #expect(credits(.positionBased, days(0, 1), steep) == [750_000, 250_000])
    #expect(credits(.positionBased, days(0, 1, 2), steep) == [600_000, 200_000, 200_000])
    let endsOnly = AttributionParameters(firstShare: 0.7, lastShare: 0.3)
    #expect(credits(.positionBased, days(0, 1, 2, 3), endsOnly) == [700_000, 0, 0, 300_000])
    let middleOnly = AttributionParameters(firstShare: 0, lastShare: 0)
    #expect(credits(.positionBased, days(0, 1), middleOnly) == [500_000, 500_000])
    #expect(credits(.positionBased, days(0, 1, 2, 3), middleOnly) == [0, 500_000, 500_000, 0])
    let firstOnly = AttributionParameters(firstShare: 1, lastShare: 0)
    #expect(credits(.positionBased, days(0, 1), firstOnly) == [1_000_000, 0])
  }

  @Test("w-shaped is 30-30-30-10, and a third each of three")
  func wShaped() {
    #expect(credits(.wShaped, days(0, 1, 2), milestone: 1) == [333_334, 333_333, 333_333])
    #expect(credits(.wShaped, days(0, 1, 2, 3), milestone: 1) == [300_000, 300_000, 100_000, 300_000])
    #expect(
      credits(.wShaped, days(0, 1, 2, 3, 4, 5), milestone: 3) == [300_000, 33_334, 33_333, 300_000, 33_333, 300_000]
    )
  }

  @Test("w-shaped is U without a milestone touch between the ends", arguments: [nil, 0, 3])
  func wShapedWithoutMilestone(milestone: Int?) {
    let times = days(0, 1, 2, 3)
    #expect(credits(.wShaped, times, milestone: milestone) == credits(.positionBased, times))
  }

  @Test("credits sum to exactly one under every model, for every length and set of parameters")
  func conservation() {
    let shares: [(Double, Double)] = [(0.4, 0.4), (0, 0), (1, 0), (0, 1), (0.1, 0.9), (1.0 / 3, 1.0 / 7), (0.3, 0.3)]
    for count in Array(1...60) + [999, 10_000] {
      // Some touches share a time, some lie days apart.
      let times = (0..<count).map { Timestamp(microseconds: Int64($0 / 3 * $0) * 1_234_567_890) }
      for model in AttributionModel.allCases {
        for (index, (first, last)) in shares.enumerated() {
          let parameters = AttributionParameters(halfLifeDays: 0.1, firstShare: first, lastShare: last)
          let credits = credits(model, times, milestone: index * count / shares.count, parameters)
          #expect(credits.count == count)
          #expect(credits.allSatisfy { $0 >= 0 }, "\(model) \(count) \(first) \(last)")
          #expect(credits.reduce(0, +) == 1_000_000, "\(model) \(count) \(first) \(last)")
        }
      }
    }
  }
}
