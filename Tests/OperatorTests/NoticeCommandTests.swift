import Foundation
import Sinks
import TestSupport
import Testing

struct NoticeCommandTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0007"

  private struct Delivery: Decodable {
    let deliveryId: String
    let channel: String
    let state: String
    let attemptCount: Int
    let lastError: String?
  }

  private static func reckoner(
    _ fleet: TestFleet,
    _ arguments: String...,
    plainHTTP: Bool = true
  ) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(
      "reckoner",
      arguments + ["--tenant", tenant],
      environment: fleet.environment.merging(plainHTTP ? ["RECKONER_WEBHOOK_PLAIN_HTTP": "true"] : [:]) { $1 }
    )
  }

  @Test func `channels are listed without secrets, tested, and deliveries are listed and retried`() async throws {
    let sink = try await HTTPSink.start()
    try await TestFleet.run { fleet in
      sink.answer("/secret-path", .status(200))
      sink.answer("/gone", .status(410))
      let channels = """
        [{"name": "ops", "kind": "webhook", "url": "\(sink.url("/secret-path"))", "secret": "0123456789abcdef"},
        {"name": "gone", "kind": "slack", "url": "\(sink.url("/gone"))", "reports": true}]
        """
      let set = try await Self.reckoner(fleet, "settings", "set", "channels", channels)
      #expect(set.exitCode == 0, "\(set)")
      for arguments in [["channels", "list"], ["channels", "list", "--json"], ["settings", "get", "channels"]] {
        let shown = try await ProgramProcess.run(
          "reckoner",
          arguments + ["--tenant", Self.tenant],
          environment: fleet.environment
        )
        #expect(shown.exitCode == 0 && shown.standardOutput.contains("127.0.0.1"), "\(shown)")
        #expect(!shown.description.contains("secret-path") && !shown.description.contains("0123456789"), "\(shown)")
      }
      #expect(!set.description.contains("secret-path"), "\(set)")

      let fine = try await Self.reckoner(fleet, "channels", "test", "ops")
      #expect(fine.exitCode == 0 && fine.standardOutput == "ops: delivered\n", "\(fine)")
      #expect(sink.requests(to: "/secret-path").count == 1)
      let refused = try await Self.reckoner(fleet, "channels", "test", "ops", plainHTTP: false)
      #expect(refused.exitCode == 1 && refused.standardOutput.contains("RECKONER_WEBHOOK_PLAIN_HTTP"), "\(refused)")
      let gone = try await Self.reckoner(fleet, "channels", "test", "gone", "--json")
      #expect(gone.exitCode == 1, "\(gone)")
      let failed = try gone.json(as: Delivery.self)
      #expect(failed.state == "failed" && failed.attemptCount == 1 && failed.lastError?.contains("410") == true)
      let unknown = try await Self.reckoner(fleet, "channels", "test", "nobody")
      #expect(unknown.exitCode == 65 && unknown.standardError.contains("ops, gone"), "\(unknown)")

      let list = try await Self.reckoner(fleet, "deliveries", "list", "--state", "failed", "--json")
      #expect(try list.json(as: [Delivery].self).map(\.channel).sorted() == ["gone", "ops"])
      let text = try await Self.reckoner(fleet, "deliveries", "list")
      #expect(text.standardOutput.split(separator: "\n").count == 4, "\(text)")
      let retried = try await Self.reckoner(fleet, "deliveries", "retry", failed.deliveryId, "--json")
      #expect(try retried.json(as: Delivery.self).state == "waiting", "\(retried)")
      sink.answer("/gone", .status(200))
      let run = try await ProgramProcess.run(
        "learning-scheduler",
        ["--run", "deliveries"],
        environment: fleet.environment.merging(["RECKONER_WEBHOOK_PLAIN_HTTP": "true"]) { $1 }
      )
      #expect(run.exitCode == 0 && run.standardOutput.hasPrefix("deliveries: 1 notices delivered"), "\(run)")
      let again = try await Self.reckoner(fleet, "deliveries", "cancel", failed.deliveryId)
      #expect(again.exitCode == 65 && again.standardError.contains("is delivered"), "\(again)")
      let foreign = try await fleet.reckoner(
        "deliveries",
        "retry",
        failed.deliveryId,
        "--tenant",
        "6f1d3c3e-0000-4000-8000-0000000f0008"
      )
      #expect(foreign.exitCode == 65, "\(foreign)")
    }
    try await sink.stop()
  }

  @Test func `mail settings are checked together, and no mistake repeats a password`() async throws {
    try await TestFleet.run { fleet in
      let ending = try await ProgramProcess.run(
        "learning-scheduler",
        ["--run", "deliveries"],
        environment: fleet.environment.merging([
          "RECKONER_SMTP_URL": "smtp://ada:hunter2@mail.example.org", "RECKONER_SMTP_USER": "ada",
        ]) { $1 }
      )
      #expect(ending.exitCode == 78, "\(ending)")
      for word in ["RECKONER_SMTP_URL", "RECKONER_SMTP_PASSWORD", "RECKONER_MAIL_FROM"] {
        #expect(ending.standardError.contains(word), "\(ending)")
      }
      #expect(!ending.standardError.contains("hunter2"))
    }
  }
}
