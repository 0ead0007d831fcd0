import EventModel
import PostgresClient
import ServiceLifecycle
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

/// What is in the outbox gets out, whoever wrote it, whenever it was committed, whoever is alive.
@Suite(.timeLimit(.minutes(10))) struct OutboxPromiseTests {
  private static let lateTime = Duration.seconds(10)

  private func message(_ number: Int) -> OutboxMessage {
    OutboxMessage(
      tenantID: TestEvent.tenant(1),
      eventID: TestEvent.eventID(number),
      eventType: .calibrationUpdated,
      occurredAt: TestEvent.start,
      data: "{\"number\":\(number)}"
    )
  }

  @Test func `a row that is committed ten seconds late, behind a thousand later ones, is published`() async throws {
    try await TestFleet.with { fleet in
      let worker = OutcomeWorker(context: try fleet.context("relay", ["reckoner.roles": "relay"]))
      try await Processes([WorkerProcess(worker: worker)], FaultCounter()).run {
        var publishedCount = 0
        try await fleet.postgres.transaction { late in
          // Its number is drawn now, and it is seen by nobody until the end.
          _ = try await late.send(AppendOutbox([message(0)]))
          let end = ContinuousClock.now + Self.lateTime
          while ContinuousClock.now < end || publishedCount < 1000 {
            let next = publishedCount + 1...publishedCount + 50
            _ = try await fleet.postgres.send(AppendOutbox(next.map(message)))
            publishedCount += 50
            try await Wait.until("the later ones are published") { worker.work.published == publishedCount }
          }
          #expect(try await fleet.published(of: TestEvent.tenant(1)).contains("{\"number\":0}") == false)
        }
        try await Wait.until("the late one is published", within: .seconds(20)) {
          worker.work.published == publishedCount + 1
        }
        let published = try await fleet.published(of: TestEvent.tenant(1))
        #expect(published.last == "{\"number\":0}" && published.count == publishedCount + 1)
      }
    }
  }

  @Test(arguments: ["aggregator", "scheduler", "worker"])
  func `rows that their worker left behind are published by whoever is alive`(heir: String) async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(
        (0..<40).flatMap { [.action(2 * $0, conversation: $0), .reply(2 * $0 + 1, conversation: $0)] }
      )
      try await fleet.drainWorkers(1, ["reckoner.roles": "ingest,resolve"])
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "40")
      let context = try fleet.context(heir)
      let service: any Service =
        switch heir {
        case "aggregator": AggregatorProcess(aggregator: CalibrationAggregator(context: context))
        case "scheduler": SchedulerProcess(scheduler: LearningScheduler(context: context))
        default: WorkerProcess(worker: OutcomeWorker(context: context))
        }
      try await Processes([service], FaultCounter()).run {
        try await Wait.until("the outbox is empty", within: .seconds(10)) {
          try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "0"
        }
      }
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.samples == 40)
    }
  }
}

private struct SchedulerProcess: Service {
  let scheduler: LearningScheduler

  func run() async throws {
    try await scheduler.run()
  }
}
