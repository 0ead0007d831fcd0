import TestSupport
import Testing

struct HelpTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-000000000001"

  @Test(arguments: [
    ["outcome-worker"], ["calibration-aggregator"], ["learning-scheduler"], ["learning-api"],
    ["reckoner"], ["reckoner", "migrate"],
    ["reckoner", "status"], ["reckoner", "verify"], ["reckoner", "why"], ["reckoner", "settings"],
    ["reckoner", "dlq"], ["reckoner", "dlq", "list"], ["reckoner", "dlq", "show"], ["reckoner", "dlq", "groups"],
    ["reckoner", "dlq", "discard"], ["reckoner", "dlq", "export"],
    ["reckoner", "settings", "list"], ["reckoner", "settings", "get"], ["reckoner", "settings", "set"],
    ["reckoner", "publish"], ["reckoner", "import"], ["reckoner", "simulate"], ["reckoner", "rebuild-bins"],
    ["reckoner", "erase"],
    ["reckoner", "attribution"], ["reckoner", "attribution", "score"],
    ["reckoner", "attribution", "summary"], ["reckoner", "attribution", "fit"],
    ["reckoner", "attribution", "outcome"],
    ["reckoner", "coaching"], ["reckoner", "coaching", "patterns"],
    ["reckoner", "reports"], ["reckoner", "reports", "list"], ["reckoner", "reports", "show"],
    ["reckoner", "reports", "preview"],
    ["reckoner", "alerts"], ["reckoner", "alerts", "list"], ["reckoner", "alerts", "acknowledge"],
    ["reckoner", "alerts", "silence"], ["reckoner", "alerts", "silences"], ["reckoner", "alerts", "unsilence"],
    ["reckoner", "alerts", "rules"], ["reckoner", "alerts", "evaluate"],
    ["reckoner", "calibration"], ["reckoner", "calibration", "score"], ["reckoner", "calibration", "show"],
    ["reckoner", "calibration", "report"], ["reckoner", "calibration", "trend"],
    ["reckoner", "calibration", "drift"], ["reckoner", "calibration", "answers"],
    ["reckoner", "calibration", "map"],
    ["reckoner", "calibration", "history"], ["reckoner", "calibration", "rehearse"],
    ["reckoner", "calibration", "approve"], ["reckoner", "calibration", "reject"],
    ["reckoner", "calibration", "rollback"], ["reckoner", "calibration", "freeze"],
    ["reckoner", "calibration", "release"],
    ["reckoner", "bench"], ["reckoner", "bench", "throughput"], ["reckoner", "bench", "floor"],
    ["reckoner", "bench", "latency"], ["reckoner", "bench", "memory"], ["reckoner", "bench", "history"],
    ["reckoner", "bench", "held"], ["reckoner", "bench", "delay"], ["reckoner", "bench", "aggregator"],
    ["reckoner", "bench", "tenants"], ["reckoner", "bench", "import"], ["reckoner", "bench", "all"],
    ["reckoner", "bench", "compare"],
  ])
  func `help of every command exits 0, shows an example and needs no setting`(words: [String]) async throws {
    let ending = try await ProgramProcess.run(words[0], Array(words.dropFirst()) + ["--help"])
    #expect(ending.exitCode == 0, "\(ending)")
    #expect(ending.standardOutput.contains("Example"), "\(words): \(ending)")
    #expect(ending.standardOutput.contains("USAGE: \(words.joined(separator: " "))"), "\(ending)")
    #expect(ending.standardError.isEmpty)
  }

  @Test(arguments: [
    ["outcome-worker"], ["calibration-aggregator"], ["learning-scheduler"], ["learning-api"],
    ["reckoner"], ["reckoner", "migrate"],
    ["reckoner", "status"], ["reckoner", "verify"], ["reckoner", "why", tenant],
    ["reckoner", "settings", "list", "--tenant", tenant], ["reckoner", "publish"], ["reckoner", "import", "-"],
    ["reckoner", "simulate"], ["reckoner", "rebuild-bins"], ["reckoner", "calibration", "score", "-"],
  ])
  func `an unknown flag exits 64 and is named`(words: [String]) async throws {
    let ending = try await ProgramProcess.run(words[0], Array(words.dropFirst()) + ["--no-such-flag"])
    #expect(ending.exitCode == 64, "\(ending)")
    #expect(ending.standardOutput.isEmpty)
    #expect(ending.standardError.contains("--no-such-flag"), "\(ending)")
  }

  @Test(arguments: [
    ["publish", "--type", "agent.action"],
    ["simulate", "--events", "0"],
    ["simulate", "--rate", "-1"],
    ["simulate", "--start", "yesterday"],
    ["simulate", "--tenants", "0"],
    ["simulate", "--duplicates", "2"],
    ["settings", "list", "--tenant", "nobody"],
    ["settings", "get", "no_such_key", "--tenant", tenant],
    ["coaching", "patterns", "--tenant", tenant, "--days", "0"],
    ["coaching", "patterns", "--tenant", tenant, "--days", "367"],
    ["coaching", "patterns", "--tenant", "nobody"],
    ["reports", "list", "--tenant", "nobody"],
    ["reports", "list", "--tenant", tenant, "--kind", "monthly"],
    ["reports", "list", "--tenant", tenant, "--limit", "0"],
    ["reports", "show", "nothing", "--tenant", tenant],
    ["reports", "show", tenant, "--tenant", tenant, "--html", "--json"],
    ["reports", "preview", "--tenant", tenant],
    ["reports", "preview", "--tenant", tenant, "--as", "rep"],
    ["reports", "preview", "--tenant", tenant, "--as", "executive", "--team", "north"],
    ["reports", "preview", "--tenant", tenant, "--as", "manager", "--at", "noon"],
    ["alerts", "list", "--tenant", "nobody"],
    ["alerts", "list", "--tenant", tenant, "--limit", "0"],
    ["alerts", "acknowledge", "nothing", "--tenant", tenant],
    ["alerts", "silence", "--rule", "sales", "--for", "2h", "--reason", "x", "--tenant", tenant],
    ["alerts", "silence", "--for", "2 hours", "--reason", "x", "--tenant", tenant],
    ["alerts", "silence", "--for", "91d", "--reason", "x", "--tenant", tenant],
    ["alerts", "evaluate", "--at", "noon", "--tenant", tenant],
    ["why", "nothing"],
    ["import"],
    ["calibration", "score"],
    ["calibration", "score", "-", "--bins", "1"],
    ["calibration", "score", "-", "--bins", "101"],
    ["calibration", "report", "--tenant", "nobody"],
    ["calibration", "report", "--tenant", tenant, "--from", "monday"],
    ["calibration", "report", "--tenant", tenant, "--from", "2026-02-01T00:00:00Z", "--to", "2026-01-01T00:00:00Z"],
    ["calibration", "trend", "--tenant", tenant],
    ["calibration", "trend", "send_email", "--days", "0", "--tenant", tenant],
    ["calibration", "drift", "--at", "noon", "--tenant", tenant],
    ["attribution", "summary", "--tenant", tenant, "--by", "weather"],
    ["attribution", "summary", "--tenant", tenant, "--model", "guess"],
    ["attribution", "summary", "--tenant", tenant, "--from", "yesterday"],
    ["attribution", "fit", "--tenant", tenant, "--order", "11"],
    ["attribution", "outcome", "nothing", "--tenant", tenant],
    ["bench", "throughput", "--events", "0"],
    ["bench", "latency", "--rate", "0"],
    ["bench", "compare", "a.json"],
    ["no-such-command"],
  ])
  func `a wrong use of reckoner exits 64 before anything is connected`(arguments: [String]) async throws {
    let environment = [
      "RECKONER_REDIS_URL": "redis://127.0.0.1:1", "RECKONER_DATABASE_URL": "postgres://127.0.0.1:1/x",
    ]
    let ending = try await ProgramProcess.run("reckoner", arguments, environment: environment)
    #expect(ending.exitCode == 64, "\(ending)")
    #expect(!ending.standardError.isEmpty)
  }

  @Test(arguments: [
    ["--at", "2026-01-01T00:00:00Z"], ["--run", "sweep", "--at", "noon"], ["--run", "nothing"],
  ])
  func `a wrong use of the scheduler exits 64`(arguments: [String]) async throws {
    let ending = try await ProgramProcess.run("learning-scheduler", arguments)
    #expect(ending.exitCode == 64, "\(ending)")
  }
}
