import EventModel
import TestSupport
import Testing

@testable import LearningAPI

@Suite struct LimitTests {
  @Test("work that takes longer than its time is given up, and told so")
  func time() async throws {
    let problem = await #expect(throws: Problem.self) {
      try await TimeLimit.run(.milliseconds(20)) {
        try await Task.sleep(for: .seconds(60))
        return 1
      }
    }
    #expect(problem?.code == .tooSlow)
    #expect(try await TimeLimit.run(.seconds(60)) { 2 } == 2)
  }

  @Test(
    "over any while a principal is let through its reserve and its rate, and no more",
    arguments: 1...20 as ClosedRange<UInt64>
  )
  func rate(seed: UInt64) {
    var random = TestGenerator(seed: seed)
    let (perSecond, burst) = (Double.random(in: 0.5...20, using: &random), Double.random(in: 1...30, using: &random))
    let limiter = RateLimiter(ratePerSecond: perSecond, burst: burst)
    var now = Timestamp(microseconds: 1_770_000_000_000_000)
    let start = now
    var count = 0.0
    for _ in 0..<2000 {
      now = now + EventModel.TimeInterval(microseconds: Int64.random(in: 0...200_000, using: &random))
      if let wait = limiter.wait(for: "one", now: now) {
        #expect(wait > 0 && wait <= 1 / perSecond + 1e-6, "seed \(seed)")
      } else {
        count += 1
      }
      let seconds = Double((now - start).microseconds) / 1e6
      #expect(count <= burst + seconds * perSecond + 1e-6, "seed \(seed)")
    }
    #expect(count >= 1)
  }
}
