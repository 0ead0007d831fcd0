import Foundation
import LiveStream
import Synchronization
import TestSupport
import Testing

/// Alone in its process it measures; among others it bounds.
@Suite("Thousands who wait", .serialized, .timeLimit(.minutes(3))) struct IdleListenerTests {
  private static let countOfListeners = 2000

  /// Resident bytes of this process, that can't be given back to files.
  private func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
    let kibibytes = try #require(line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) })
    return kibibytes * 1024
  }

  @Test("two thousand idle listeners cost little, hear what is for them, and leave nothing behind")
  func idle() async throws {
    var limits = LiveStreamLimits.quiet
    limits.listenerCountPerPrincipalMax = Self.countOfListeners
    try await LiveWorld.with(limits: limits) { world in
      // The first round makes what is made once: pools, caches, the arenas of the allocator.
      var perListener: [Int] = []
      for round in 0..<3 {
        let before = try residentBytes()
        let opened = Tally()
        try await withThrowingTaskGroup(of: Int.self) { tasks in
          for index in 0..<Self.countOfListeners {
            let tenant = try Messages.tenant(index % 50)
            let listener = try world.listen(tenant, user: "\(index)")
            tasks.addTask {
              var count = 0
              while let frame = await listener.next() {
                if frame.kind == .opening { opened.add() }
                guard frame.kind == .metricUpdate else { continue }
                count += 1
                if frame.id?.hasSuffix("last") == true { break }
              }
              return count
            }
          }
          try await Wait.until("all wait") { opened.count == Self.countOfListeners }
          perListener.append((try residentBytes() - before) / Self.countOfListeners)
          for tenant in 0..<50 {
            try await world.publish("\(round)-\(tenant)", tenant: try Messages.tenant(tenant))
            try await world.publish("\(round)-\(tenant)-last", tenant: try Messages.tenant(tenant))
          }
          #expect(try await tasks.reduce(0, +) == 2 * Self.countOfListeners)
        }
        #expect(world.hub.counts.listeners == 0)
      }
      print("resident bytes for each of \(Self.countOfListeners) idle listeners, their tasks included: \(perListener)")
      #expect(perListener[0] < 16_384)
      // What the first round took is there for the next ones: nothing of a listener stays.
      #expect(perListener[1] < 8192 && perListener[2] < 8192)
    }
  }

  @Test("two thousand of one tenant each get every update, in order")
  func oneTenant() async throws {
    let updateCount = 50
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      try await withThrowingTaskGroup(of: [String?].self) { tasks in
        for index in 0..<Self.countOfListeners {
          let reps = index % 2 == 0 ? nil : ["r\(index % 7)"]
          let listener = try world.listen(tenant, user: "\(index)", reps: reps)
          tasks.addTask { await listener.frames(updateCount + 1).dropFirst().map(\.id) }
        }
        let start = ContinuousClock.now
        for number in 0..<updateCount {
          try await world.publish("\(number)", tenant: tenant, reps: [nil] + (0..<7).map { "r\($0)" })
        }
        let expected = (0..<updateCount).map { "\($0)" }
        var rightCount = 0
        for try await ids in tasks where ids == expected { rightCount += 1 }
        #expect(rightCount == Self.countOfListeners)
        let time = ContinuousClock.now - start
        print("\(updateCount) updates to \(Self.countOfListeners) listeners of one tenant: \(time)")
      }
      #expect(world.hub.counts.resyncsSent == 0)
    }
  }

  @Test("a heartbeat for two thousand takes no time worth naming")
  func heartbeat() async throws {
    var limits = LiveStreamLimits.quiet
    limits.heartbeatInterval = .milliseconds(800)
    try await LiveWorld.with(limits: limits) { world in
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for index in 0..<Self.countOfListeners {
          let listener = try world.listen(try Messages.tenant(index % 50), user: "\(index)")
          tasks.addTask {
            var count = 0
            while count < 3, let frame = await listener.next() { if frame.kind == .heartbeat { count += 1 } }
            #expect(count == 3)
          }
        }
        try await tasks.waitForAll()
      }
      #expect(world.hub.counts.heartbeatsSent >= 3 * Self.countOfListeners)
    }
  }
}

/// Counts, from many tasks.
private final class Tally: Sendable {
  private let value = Mutex(0)

  var count: Int { value.withLock { $0 } }

  func add() { value.withLock { $0 += 1 } }
}
