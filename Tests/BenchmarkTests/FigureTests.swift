import Benchmark
import Testing

struct FigureTests {
  private static let medians: [([Double], Double)] = [
    ([3], 3), ([4, 1, 3], 3), ([4, 1, 3, 2], 2.5), ([1, 1, 9, 1], 1),
  ]

  @Test(arguments: medians)
  func `the median is the middle one, or the mean of the two in the middle`(values: [Double], median: Double) {
    #expect(Median.of(values) == median)
  }

  @Test func `a target is reached by its median, in the direction that is better`() {
    let rate = Figure(
      "r",
      unit: "events/s",
      isHigherBetter: true,
      samples: [9000, 10_000, 11_000],
      target: .throughput
    )
    #expect(rate.isReached == true)
    #expect(rate.ambition == 15_000)
    let late = Figure("l", unit: "ms", isHigherBetter: false, samples: [40, 51, 60], target: .commitLive)
    #expect(late.isReached == false)
    #expect(Figure.cost("c", unit: "bytes", samples: [1]).isReached == nil)
  }

  @Test func `percentiles are right to three digits`() {
    var record = LatencyRecord()
    #expect(record.milliseconds(percentile: 99) == 0)
    for value in 1...10_000 { record.record(microseconds: Int64(value) * 100) }
    #expect(record.count == 10_000)
    for (percentile, milliseconds) in [(50.0, 500.0), (99, 990), (99.9, 999)] {
      let found = record.milliseconds(percentile: percentile)
      #expect(abs(found - milliseconds) <= milliseconds / 1000, "p\(percentile): \(found)")
    }
    record.record(microseconds: -5)
    record.record(microseconds: .max)
    #expect(record.count == 10_002, "what lies outside counts as the end of the range")
    #expect(abs(record.milliseconds(percentile: 100) - 3_600_000) <= 3600)
  }
}
