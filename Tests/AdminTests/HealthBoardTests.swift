import Admin
import Testing

@Suite("Health board")
struct HealthBoardTests {
  private let clock = TestClock()
  private let board: HealthBoard

  init() {
    board = HealthBoard { [clock] in clock.now }
  }

  @Test("a loop that stands still longer than its limit is no longer alive, and is again when it moves")
  func pulse() {
    let lane = board.pulse(of: "lane-0", limit: .seconds(60))
    let relay = board.pulse(of: "relay", limit: .seconds(60))
    clock.advance(by: .seconds(60))
    #expect(board.liveness.isHealthy)
    relay.beat()
    clock.advance(by: .seconds(1))
    #expect(!board.liveness.isHealthy)
    #expect(board.liveness.checks.filter { $0.reason != nil }.map(\.name) == ["lane-0"])
    #expect(board.liveness.checks.first?.reason == "the loop has not moved for 61 seconds")
    lane.beat()
    #expect(board.liveness.isHealthy)
  }

  @Test("a loop that has ended in order is no longer looked at")
  func endedLoop() {
    board.pulse(of: "lane-0", limit: .seconds(1)).end()
    clock.advance(by: .seconds(10))
    #expect(board.liveness.checks.isEmpty)
    #expect(board.liveness.isHealthy)
  }

  @Test("the limit of a pulse exceeds the longest legal wait")
  func limit() {
    #expect(Pulse.limitDefault > .seconds(40 * 4 + 10))
  }

  @Test("a dependency is ready only after a look said so, and only for as long as that look counts")
  func dependency() {
    let redis = board.dependency("redis", validity: .seconds(10))
    #expect(board.readiness.checks.first?.reason == "it was not checked yet")
    redis.report(.ready)
    #expect(board.readiness.isHealthy)
    clock.advance(by: .seconds(11))
    #expect(board.readiness.checks.first?.reason == "it was last checked 11 seconds ago")
    redis.report(.notReady("it is away"))
    #expect(board.readiness.checks.first?.reason == "it is away")
    redis.report(.ready)
    #expect(board.readiness.isHealthy)
  }

  @Test("a process that is being shut down lives, and is not ready")
  func stopping() {
    board.dependency("redis", validity: .seconds(10)).report(.ready)
    #expect(board.readiness.isHealthy)
    board.stop()
    #expect(!board.readiness.isHealthy)
    #expect(board.liveness.isHealthy)
  }
}
