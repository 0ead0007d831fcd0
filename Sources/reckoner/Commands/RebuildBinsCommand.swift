import ArgumentParser
import Calibration
import EventModel
import PostgresClient
import Workers

struct RebuildBinsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild-bins",
    abstract: "Folds every calibration sample anew into the bins.",
    discussion: """
      Examples:
        reckoner rebuild-bins --compare   only look: exit code 1 where a bin is not the fold of its samples
        reckoner rebuild-bins             write every bin anew; aggregators wait meanwhile
      """
  )

  @Flag(help: "Only compare with the bins as they are.")
  var compare = false

  @Flag(help: "Print JSON.")
  var json = false

  private struct Report: Encodable {
    struct Difference: Encodable {
      let tenant_id: String
      let action_type: String
      let bin_index: Int
      let stored_count: Int64
      let rebuilt_count: Int64
    }

    let samples: Int
    let bins: Int
    let differences: [Difference]
    let written: Bool
  }

  func run() async throws {
    try await OperatorSession.run { session in
      let postgres = try session.postgres()
      let rebuild = BinRebuild(postgres: postgres)
      let report = compare ? try await rebuild.compare() : try await rebuild.rebuild(now: session.clock.now)
      await postgres.close()
      let differences = report.differences.map {
        Report.Difference(
          tenant_id: $0.key.tenantID.description,
          action_type: $0.key.actionType.text,
          bin_index: $0.key.bin.index,
          stored_count: $0.stored.sampleCount,
          rebuilt_count: $0.rebuilt.sampleCount
        )
      }
      if json {
        try Output.json(
          Report(samples: report.sampleCount, bins: report.binCount, differences: differences, written: !compare)
        )
      } else {
        for difference in differences {
          print(
            "differs: tenant \(difference.tenant_id), \(difference.action_type), bin \(difference.bin_index): "
              + "\(difference.stored_count) samples stored, \(difference.rebuilt_count) rebuilt"
          )
        }
        print("\(report.sampleCount) samples, \(report.binCount) bins, \(differences.count) differences")
        if !compare { print("the bins were rebuilt") }
      }
      if compare && !differences.isEmpty { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
    }
  }
}
