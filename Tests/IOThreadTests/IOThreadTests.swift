import Glibc
import IOThread
import Testing

/// The smallest owner of a thread: reports where its bodies run, and waits.
private actor Owner {
  let thread: IOThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
  private var count = 0

  init(thread: IOThread) {
    self.thread = thread
  }

  func isOnItsThread() -> Bool { thread.isCurrent }

  func increment() -> Int {
    let before = count
    count = before + 1
    return count
  }

  func wait(
    descriptor: Int32,
    for interest: IOThread.Readiness,
    timeout: Duration?,
    cancellation: IOCancellation
  ) -> IOThread.WaitResult {
    thread.waitUntilReady(
      descriptor: descriptor,
      for: interest,
      deadline: timeout.map { ContinuousClock.now + $0 },
      cancellation: cancellation
    )
  }
}

@Suite("IOThread")
struct IOThreadTests {
  @Test("every body of an actor runs on the one thread")
  func bodiesRunOnTheThread() async {
    let owner = Owner(thread: IOThread(name: "test-io"))
    for _ in 0..<100 {
      #expect(await owner.isOnItsThread())
    }
    #expect(owner.thread.isCurrent == false)
  }

  @Test("jobs from many tasks are serial")
  func jobsAreSerial() async {
    let owner = Owner(thread: IOThread(name: "test-serial"))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<1000 { group.addTask { _ = await owner.increment() } }
    }
    #expect(await owner.increment() == 1001)
  }

  @Test("a wait ends at its deadline")
  func deadline() async {
    let thread = IOThread(name: "test-deadline")
    let owner = Owner(thread: thread)
    let result = await owner.wait(
      descriptor: -1,
      for: .readable,
      timeout: .milliseconds(20),
      cancellation: IOCancellation(thread: thread)
    )
    #expect(result == .deadlineExceeded)
  }

  @Test("cancelling the task ends a wait without a deadline")
  func cancellation() async {
    let thread = IOThread(name: "test-cancel")
    let owner = Owner(thread: thread)
    let task = Task {
      await thread.withCancellation { cancellation in
        await owner.wait(descriptor: -1, for: .readable, timeout: nil, cancellation: cancellation)
      }
    }
    task.cancel()
    #expect(await task.value == .cancelled)
  }

  @Test("a job that arrives doesn't end somebody else's wait")
  func unrelatedWake() async throws {
    let thread = IOThread(name: "test-wake")
    let owner = Owner(thread: thread)
    let pipes = try makePipe()
    defer { pipes.forEach { close($0) } }
    async let result = owner.wait(
      descriptor: pipes[0],
      for: .readable,
      timeout: .seconds(30),
      cancellation: IOCancellation(thread: thread)
    )
    async let other = owner.increment()
    thread.wake()
    var byte: UInt8 = 1
    #expect(write(pipes[1], &byte, 1) == 1)
    #expect(await result == .ready(.readable))
    #expect(await other == 1)
  }

  @Test("a closed peer counts as ready, so that the next read can say so")
  func hangUp() async throws {
    let thread = IOThread(name: "test-hangup")
    let owner = Owner(thread: thread)
    let pipes = try makePipe()
    close(pipes[1])
    defer { close(pipes[0]) }
    let result = await owner.wait(
      descriptor: pipes[0],
      for: .readable,
      timeout: .seconds(30),
      cancellation: IOCancellation(thread: thread)
    )
    #expect(result == .ready(.readable))
  }

  @Test("threads end with their executors")
  func threadsEnd() async {
    for _ in 0..<2000 {
      let owner = Owner(thread: IOThread(name: "test-many"))
      #expect(await owner.increment() == 1)
    }
    // Two thousand threads would not fit beside each other: the count must come back to a few.
    var count = Int.max
    let deadline = ContinuousClock.now + .seconds(30)
    while count > 100 && ContinuousClock.now < deadline {
      count = threadCount()
      await Task.yield()
    }
    #expect(count <= 100)
  }

  private func makePipe() throws -> [Int32] {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    return ends
  }

  private func threadCount() -> Int {
    guard let directory = opendir("/proc/self/task") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    return count
  }
}
