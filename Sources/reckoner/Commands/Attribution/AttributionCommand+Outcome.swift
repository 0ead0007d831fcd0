import ArgumentParser
import Attribution
import Documents
import EventModel
import Insight
import PostgresClient
import Workers

extension AttributionCommand {
  struct Outcome: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows who had which part in the conversion that decided an outcome.",
      discussion: """
        Examples:
          reckoner attribution outcome 0b7c9b1e-... --tenant 6f1d3c3e-...
          reckoner attribution outcome 0b7c9b1e-... --tenant 6f1d3c3e-... --model time_decay --json

        The credits under the model stand beside the stored ones. `reckoner why` tells how the outcome was decided.
        """
    )

    @Argument(help: ArgumentHelp("The outcome's id.", valueName: "outcome id"))
    var outcome: String

    @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
    var tenant: String

    @Option(
      name: .customLong("model"),
      help: ArgumentHelp(
        "One of \(AttributionModel.allCases.map(\.rawValue).joined(separator: ", ")) (default: the tenant's own).",
        valueName: "model"
      )
    )
    var modelName: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      _ = try subject()
    }

    private func subject() throws -> (tenant: TenantID, outcome: OutcomeID, model: AttributionModel?) {
      guard let tenant = TenantID(text: tenant) else { throw ValidationError("--tenant must be a UUID") }
      guard let outcome = OutcomeID(text: outcome) else { throw ValidationError("the outcome's id must be a UUID") }
      guard let modelName else { return (tenant, outcome, nil) }
      guard let model = AttributionModel(rawValue: modelName) else {
        let names = AttributionModel.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--model must be one of \(names)")
      }
      return (tenant, outcome, model)
    }

    func run() async throws {
      let subject = try subject()
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let found = try await AttributionReader(of: subject.tenant, in: postgres)
          .outcome(subject.outcome, under: subject.model)
        await postgres.close()
        guard let found else { throw Program.Failure(.problemsFound, "the tenant has no outcome \(subject.outcome)") }
        if json { return try Output.json(OutcomeAttributionJSON.document(found)) }
        for line in OutcomeAttributionText.lines(of: found) { print(line) }
      }
    }
  }
}
