import ArgumentParser
import EventModel
import FoundationEssentials
import RedisClient
import Telemetry
import Workers

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Publishes a file of events: newline-delimited JSON, one envelope a line.",
    discussion: """
      Examples:
        reckoner import events.ndjson
        zcat events.ndjson.gz | reckoner import -

      Each line is checked as a worker would check it; a bad line is reported with its number and left out, and the exit
      code is 65. Importing a file again is harmless: events are known by their ids.

      Afterwards `outcome-worker --drain`, `calibration-aggregator --drain` and `learning-scheduler --run sweep --at TIME`
      settle it.
      """
  )

  @Argument(help: "The file; - is standard input.")
  var file: String

  @Flag(help: "Print the result as JSON.")
  var json = false

  /// Bad lines that are reported one by one; the rest is only counted.
  private static let reportedMax = 20

  private struct Report: Encodable {
    let published: Int
    let bad: Int
  }

  func run() async throws {
    try await OperatorSession.run { session in
      let redis = try session.redis()
      var reader = try LineReader(path: file)
      let events = EventImport(
        redis: redis,
        now: session.clock.now,
        checkerCount: ProcessInfo.processInfo.activeProcessorCount
      )
      var display = ProgressReport(label: "imported", isTerminal: Output.isErrorTerminal)
      var badCount = 0
      let result = try await events.run(
        nextLine: { try reader.next() },
        refused: { number, refusal in
          badCount += 1
          report(refusal, line: number, count: badCount)
        },
        progressed: { progress in
          let fraction = reader.byteCount.map { Double(reader.byteOffset) / Double(max($0, 1)) }
          display.update(count: progress.publishedCount, fraction: fraction)
        }
      )
      await redis.close()
      display.finish(count: result.publishedCount)
      if json {
        try Output.json(Report(published: result.publishedCount, bad: result.badCount))
      } else {
        print("\(result.publishedCount) events published, \(result.badCount) bad lines")
      }
      if result.badCount > 0 { throw ExitCode(Program.ExitCode.badData.rawValue) }
    }
  }

  private func report(_ refusal: Refusal, line: Int, count: Int) {
    if count <= Self.reportedMax {
      StandardError.writeLine("line \(line): \(refusal.reason.rawValue): \(refusal.message)")
    } else if count == Self.reportedMax + 1 {
      StandardError.writeLine("further bad lines are only counted")
    }
  }
}
