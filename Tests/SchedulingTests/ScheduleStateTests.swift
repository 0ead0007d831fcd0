import EventModel
import Scheduling
import Testing

@Suite struct ScheduleStateTests {
  private let timing: ScheduleTiming
  private let start = WalkedYear.start
  private let lease = TimeInterval.seconds(60)

  init() throws {
    timing = try ScheduleTiming("every 1 h")
  }

  private func minutes(_ count: Int64) -> Timestamp { start + .seconds(count * 60) }

  private func claim(_ state: inout ScheduleState, by holder: String = "a", at now: Timestamp) -> ScheduleClaim? {
    state.claim(by: holder, at: now, for: lease, timing: timing, in: .utc)
  }

  @Test("one of two takes the run, and its finish moves to the next")
  func run() throws {
    var state = ScheduleState(nextRunAt: start)
    #expect(claim(&state, at: start - TimeInterval(microseconds: 1)) == nil)
    let taken = try #require(claim(&state, at: start))
    #expect(claim(&state, by: "b", at: start) == nil)
    #expect(state.lease == ScheduleLease(holder: "a", epoch: 1, expiresAt: minutes(1)))
    let isDone = state.finish(taken)
    #expect(isDone)
    #expect(state.nextRunAt == minutes(60))
    #expect(state.lastDueAt == start)
    #expect(state.lease == nil)
    let isDoneTwice = state.finish(taken)
    #expect(!isDoneTwice)
  }

  @Test("who comes after the lease was taken over is late, for everything")
  func fenced() throws {
    var state = ScheduleState(nextRunAt: start)
    let late = try #require(claim(&state, at: start))
    #expect(claim(&state, by: "b", at: minutes(1) - TimeInterval(microseconds: 1)) == nil)
    let current = try #require(claim(&state, by: "b", at: minutes(61)))
    #expect(current.run.occurrenceCount == 2)
    #expect(state.failureCount == 1)
    let before = state
    let isAccepted = [
      state.finish(late), state.fail(late, at: minutes(61)), state.release(late),
      state.renew(late, at: minutes(61), for: lease),
    ]
    #expect(isAccepted == [false, false, false, false])
    #expect(state == before)
    let isDone = state.finish(current)
    #expect(isDone)
    #expect(state.lastDueAt == minutes(60))
    #expect(state.failureCount == 0)
  }

  @Test("an expired lease that nobody took may still finish, and a renewed one isn't taken")
  func expiry() throws {
    var state = ScheduleState(nextRunAt: start)
    let taken = try #require(claim(&state, at: start))
    let isRenewed = state.renew(taken, at: minutes(5), for: lease)
    #expect(isRenewed)
    #expect(claim(&state, by: "b", at: minutes(5)) == nil)
    #expect(state.claimableAt == minutes(6))
    let isDone = state.finish(taken)
    #expect(isDone)
  }

  @Test("failures are tried again after 1, 4 and 16 minutes, and then with the next occurrence")
  func failures() throws {
    var state = ScheduleState(nextRunAt: start)
    var now = start
    for (delay, count) in [(1, 1), (4, 2), (16, 3), (39, 4), (60, 5)] as [(Int64, Int)] {
      let taken = try #require(claim(&state, at: now))
      let isFailed = state.fail(taken, at: now)
      #expect(isFailed)
      #expect(state.failureCount == count)
      now = now + .seconds(delay * 60)
      #expect(state.claimableAt == now)
      #expect(claim(&state, at: now - TimeInterval(microseconds: 1)) == nil)
    }
    let taken = try #require(claim(&state, at: now))
    #expect(taken.run.firstDueAt == start)
    #expect(taken.run.dueAt == minutes(120))
    let isDone = state.finish(taken)
    #expect(isDone)
    #expect(state.retryAt == nil)
    #expect(state.failureCount == 0)
  }

  @Test("a run that failed often waits though the next occurrence is near")
  func frequentFailures() throws {
    let timing = try ScheduleTiming("every 1 s")
    var state = ScheduleState(nextRunAt: start)
    var now = start
    for delay in [60, 240, 960, 960, 960] as [Int64] {
      let claim = state.claim(by: "a", at: now, for: lease, timing: timing, in: .utc)
      let taken = try #require(claim)
      let isFailed = state.fail(taken, at: now)
      #expect(isFailed)
      now = now + .seconds(delay)
      #expect(state.retryAt == now)
    }
  }

  @Test("a release is no failure, and what is released is taken at once")
  func release() throws {
    var state = ScheduleState(nextRunAt: start)
    let taken = try #require(claim(&state, at: start))
    let isReleased = state.release(taken)
    #expect(isReleased)
    #expect(state.failureCount == 0)
    #expect(claim(&state, by: "b", at: start)?.epoch == 2)
  }

  @Test("while it is paused nothing is claimed, what runs may finish, and what was missed is passed over")
  func pause() throws {
    var state = ScheduleState(nextRunAt: start)
    let taken = try #require(claim(&state, at: start))
    state.pause(at: minutes(1))
    state.pause(at: minutes(2))
    #expect(state.pausedAt == minutes(1))
    let isDone = state.finish(taken)
    #expect(isDone)
    #expect(state.claimableAt == nil)
    #expect(claim(&state, at: minutes(600)) == nil)
    state.resume(at: minutes(600), nextRunAt: timing.next(after: minutes(600), in: .utc))
    #expect(state.pausedAt == nil)
    #expect(claim(&state, at: minutes(659)) == nil)
    #expect(claim(&state, at: minutes(660))?.run.occurrenceCount == 1)
    let before = state
    state.resume(at: minutes(660), nextRunAt: nil)
    #expect(state == before, "it isn't paused")
  }

  @Test("a run that is under way when claims go on may finish; one that vanished is passed over")
  func resumeDuringRun() throws {
    var state = ScheduleState(nextRunAt: start)
    let taken = try #require(claim(&state, at: start))
    state.pause(at: start)
    var later = state
    state.resume(at: minutes(1) - TimeInterval(microseconds: 1), nextRunAt: minutes(60))
    let isDone = state.finish(taken)
    #expect(isDone)
    #expect(state.nextRunAt == minutes(60))
    later.resume(at: minutes(1), nextRunAt: minutes(60))
    let isDoneLater = later.finish(taken)
    #expect(!isDoneLater)
    #expect(later.claimableAt == minutes(60))
  }

  @Test("after a change of the timing the run under way is late, and the next has another epoch")
  func reschedule() throws {
    var state = ScheduleState(nextRunAt: start)
    let taken = try #require(claim(&state, at: start))
    state.reschedule(nextRunAt: minutes(30))
    let isDone = state.finish(taken)
    #expect(!isDone)
    #expect(state.nextRunAt == minutes(30))
    let following = try #require(claim(&state, at: minutes(30)))
    #expect(following.epoch > taken.epoch)
    state.reschedule(nextRunAt: nil)
    #expect(claim(&state, at: minutes(900)) == nil)
  }
}
