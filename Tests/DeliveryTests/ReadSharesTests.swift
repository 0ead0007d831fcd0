import Testing

@testable import Delivery

struct ReadSharesTests {
  /// Reads streams with so many entries in a second, from so many seconds on, and returns how far each came.
  private func play(_ densities: [Double], from starts: [Double], rounds: Int, total: Int = 1000) -> [Double] {
    var times = starts.map { $0 * 1000 }
    var progress: [ReadShares.Progress?] = densities.map { _ in nil }
    for _ in 0..<rounds {
      let counts = ReadShares.counts(of: total, among: progress)
      for (place, count) in counts.enumerated() {
        let first = times[place]
        times[place] += Double(count) / densities[place] * 1000
        let (from, through) = (UInt64(first), UInt64(times[place]))
        if progress[place]?.advance(count: count, from: from, through: through) == nil {
          progress[place] = ReadShares.Progress(count: count, from: from, through: through)
        }
      }
    }
    return times.map { $0 / 1000 }
  }

  @Test(arguments: [[1000.0, 600, 200], [50, 50], [5000, 100, 20], [300]])
  func `streams advance through time together, however dense they are`(densities: [Double]) {
    let times = play(densities, from: densities.map { _ in 0 }, rounds: 200)
    let span = 200 * 1000 / densities.reduce(0, +)
    let spread = (times.max() ?? 0) - (times.min() ?? 0)
    #expect(spread < 3 * span / 200 + 1, "\(times)")
  }

  @Test func `a stream that is ahead waits for the others, and is never left alone`() {
    let times = play([1000, 1000], from: [0, 1000], rounds: 300)
    // The first catches up; the second goes on by its least share until then.
    #expect(times[0] > 290 && times[1] > 1000.5, "\(times)")
    let counts = ReadShares.counts(
      of: 1000,
      among: [.init(count: 100, from: 0, through: 100), .init(count: 100, from: 1_000_000, through: 1_000_100)]
    )
    #expect(counts[0] >= 900 && counts[1] >= 1, "\(counts)")
  }

  @Test func `of a stream that wasn't read yet nothing is known, and all get the same`() {
    let counts = ReadShares.counts(of: 90, among: [nil, .init(count: 5, from: 0, through: 1), nil])
    #expect(counts == [30, 30, 30])
  }

  @Test(arguments: [UInt64(11), 12, 13])
  func `whatever was read, each is asked for something and all for little more than in all`(seed: UInt64) {
    var state = seed
    func next(_ below: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % below
    }
    for _ in 0..<2000 {
      let streams = (0...next(5)).map { _ -> ReadShares.Progress? in
        let first = next(2) == 0 ? next(1000) : next(.max >> 12)
        return next(8) == 0
          ? nil : .init(count: Int(next(5000)) + 1, from: first, through: first + next(2) * next(100_000))
      }
      let total = Int(next(5000)) + 1
      let counts = ReadShares.counts(of: total, among: streams)
      #expect(counts.allSatisfy { $0 >= 1 && $0 <= max(1, total) }, "seed \(seed)")
      #expect(counts.reduce(0, +) <= 2 * total + streams.count, "seed \(seed): \(counts) of \(total)")
    }
  }
}
