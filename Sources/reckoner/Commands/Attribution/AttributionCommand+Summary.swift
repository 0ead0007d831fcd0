import ArgumentParser
import Attribution
import Documents
import EventModel
import Insight
import PostgresClient
import Workers

extension AttributionCommand {
  struct Summary: AsyncParsableCommand {
    private static let all = "all"
    private static let modelNames = AttributionModel.allCases.map(\.rawValue) + [all]

    static let configuration = CommandConfiguration(
      abstract: "Sums who had which part in what a tenant won and lost.",
      discussion: """
        Examples:
          reckoner attribution summary --tenant 6f1d3c3e-... --by rep
          reckoner attribution summary --tenant 6f1d3c3e-... --model all --from 2026-01-01T00:00:00Z
          reckoner attribution summary --tenant 6f1d3c3e-... --by month --json

        Any model is computed from the recorded history; nothing is written. A stage change that concerns k conversations
        counts as 1/k of a conversion in each, and so does its amount. Months and weeks are those of the signals, in UTC.
        """
    )

    @OptionGroup var options: TenantPeriodOptions

    @Option(
      name: .customLong("model"),
      help: ArgumentHelp(
        "One of \(modelNames.joined(separator: ", ")) (default: the tenant's own).",
        valueName: "model"
      )
    )
    var modelName: String?

    @Option(
      name: .customLong("by"),
      help: ArgumentHelp(
        "One of \(AttributionGrouping.allCases.map(\.rawValue).joined(separator: ", ")) (default: action_type).",
        valueName: "group"
      )
    )
    var groupingName: String?

    func validate() throws {
      _ = try models()
      _ = try grouping()
    }

    /// `nil` is the tenant's own.
    private func models() throws -> [AttributionModel]? {
      guard let modelName else { return nil }
      if modelName == Self.all { return AttributionModel.allCases }
      guard let model = AttributionModel(rawValue: modelName) else {
        throw ValidationError("--model must be one of \(Self.modelNames.joined(separator: ", "))")
      }
      return [model]
    }

    private func grouping() throws -> AttributionGrouping {
      guard let grouping = AttributionGrouping(rawValue: groupingName ?? AttributionGrouping.actionType.rawValue) else {
        let names = AttributionGrouping.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--by must be one of \(names)")
      }
      return grouping
    }

    func run() async throws {
      let (tenant, period) = (try options.tenantID(), try options.period())
      let (models, grouping) = (try models(), try grouping())
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let attribution = try await AttributionReader(of: tenant, in: postgres)
          .summary(of: models, by: grouping, in: period)
        await postgres.close()
        if options.json { return try Output.json(TenantAttributionJSON.document(attribution, of: tenant)) }
        for line in TenantAttributionText(attribution).lines() { print(line) }
      }
    }
  }
}
