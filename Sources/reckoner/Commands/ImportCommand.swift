import ArgumentParser
import EventModel
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
      var events = EventImport(redis: redis, now: session.clock.now)
      var progress = ProgressReport(label: "imported", isTerminal: Output.isErrorTerminal)
      var number = 0
      var badCount = 0
      while let line = try reader.next() {
        number += 1
        if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
        do throws(Refusal) {
          try events.add(line)
        } catch {
          badCount += 1
          report(error, line: number, count: badCount)
        }
        if events.isFull {
          try await events.flush()
          let fraction = reader.byteCount.map { Double(reader.byteOffset) / Double(max($0, 1)) }
          progress.update(count: events.publishedCount, fraction: fraction)
        }
      }
      try await events.flush()
      await redis.close()
      progress.finish(count: events.publishedCount)
      if json {
        try Output.json(Report(published: events.publishedCount, bad: badCount))
      } else {
        print("\(events.publishedCount) events published, \(badCount) bad lines")
      }
      if badCount > 0 { throw ExitCode(Program.ExitCode.badData.rawValue) }
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
