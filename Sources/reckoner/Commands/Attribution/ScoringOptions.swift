import ArgumentParser
import Attribution
import EventModel

/// Which model scores, and with which numbers.
struct ScoringOptions: ParsableArguments {
  private static let halfLifeDaysMax = 3650.0
  private static let all = "all"
  private static let modelNames = AttributionModel.allCases.map(\.rawValue) + [all]

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp("One of \(modelNames.joined(separator: ", ")).", valueName: "model")
  )
  var modelName: String

  @Option(help: ArgumentHelp("time_decay: a touch this many days older weighs half (default: 7).", valueName: "days"))
  var halfLife: Double?

  @Option(
    help: ArgumentHelp("markov: how many last touches the next step depends on (default: 1).", valueName: "count")
  )
  var order: Int?

  @Option(
    help: ArgumentHelp(
      "shapley: coverage, in which no part is negative, or rate (default: coverage).",
      valueName: "game"
    )
  )
  var game: String?

  @Option(
    help: ArgumentHelp("position_based: the share of the first touch, 0 to 1 (default: 0.4).", valueName: "share")
  )
  var firstShare: Double?

  @Option(help: ArgumentHelp("position_based: the share of the last touch (default: 0.4).", valueName: "share"))
  var lastShare: Double?

  @Option(
    help: ArgumentHelp(
      "custom: weights of positions, {\"from_start\": [...], \"middle\": w, \"from_end\": [...]} (default: even).",
      valueName: "json"
    )
  )
  var customWeights: String?

  /// `nil` is all of them.
  var model: AttributionModel? { AttributionModel(rawValue: modelName) }

  func validate() throws {
    _ = try scorings()
  }

  /// The scorings that are asked for; every number of them is checked.
  func scorings() throws -> [AttributionScoring] {
    guard Self.modelNames.contains(modelName) else {
      throw ValidationError("--model must be one of \(Self.modelNames.joined(separator: ", "))")
    }
    try checkThatOptionsMatter()
    let parameters = try parameters()
    let order = order ?? 1
    guard (1...MarkovModel.orderMax).contains(order) else {
      throw ValidationError("--order must be a whole number from 1 to \(MarkovModel.orderMax)")
    }
    guard let game = ShapleyGame(rawValue: game ?? ShapleyGame.coverage.rawValue) else {
      throw ValidationError("--game must be one of coverage, rate")
    }
    return (model.map { [$0] } ?? AttributionModel.allCases).map { model in
      AttributionScoring(model, parameters: parameters, markovOrder: order, shapleyGame: game)
    }
  }

  /// An option of another model would be passed over in silence.
  private func checkThatOptionsMatter() throws {
    guard let model else { return }
    // U's shares are also w_shaped's, where a path has no milestone.
    let uShaped: [AttributionModel] = [.positionBased, .wShaped]
    let given: [(name: String, isGiven: Bool, models: [AttributionModel])] = [
      ("--half-life", halfLife != nil, [.timeDecay]), ("--order", order != nil, [.markov]),
      ("--game", game != nil, [.shapley]), ("--first-share", firstShare != nil, uShaped),
      ("--last-share", lastShare != nil, uShaped), ("--custom-weights", customWeights != nil, [.custom]),
    ]
    for option in given where option.isGiven && !option.models.contains(model) {
      let models = option.models.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option.name) belongs to --model \(models)")
    }
  }

  private func parameters() throws -> AttributionParameters {
    let standard = AttributionParameters.default
    let halfLifeDays = halfLife ?? standard.halfLifeDays
    guard halfLifeDays > 0, halfLifeDays <= Self.halfLifeDaysMax else {
      throw ValidationError("--half-life must be a number of days above 0, at most \(Int(Self.halfLifeDaysMax))")
    }
    let (first, last) = (firstShare ?? standard.firstShare, lastShare ?? standard.lastShare)
    guard first >= 0, last >= 0, first + last <= 1 else {
      throw ValidationError("--first-share and --last-share must be from 0 to 1 and sum to at most 1")
    }
    return AttributionParameters(
      halfLifeDays: halfLifeDays,
      firstShare: first,
      lastShare: last,
      customWeights: try weights()
    )
  }

  private func weights() throws -> CustomWeights {
    guard let customWeights else { return .even }
    let value: JSONValue
    do throws(JSONParsingError) {
      value = try JSONParser.parse(Array(customWeights.utf8))
    } catch {
      throw ValidationError("--custom-weights must be JSON")
    }
    guard let weights = CustomWeights(value) else {
      throw ValidationError(
        "--custom-weights must be {\"from_start\": [...], \"middle\": w, \"from_end\": [...]} with weights from 0 to "
          + "\(Int(CustomWeights.weightMax)), at most \(CustomWeights.positionCountMax) from either end"
      )
    }
    return weights
  }
}
