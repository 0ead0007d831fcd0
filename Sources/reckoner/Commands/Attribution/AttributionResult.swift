import Attribution

/// What a file of paths came to.
struct AttributionResult {
  enum Outcome {
    case scored(AttributionScore)
    /// With the reason.
    case leftOut(String)
  }

  struct Model {
    let scoring: AttributionScoring
    let outcome: Outcome

    var score: AttributionScore? {
      switch outcome {
      case .scored(let score): score
      case .leftOut: nil
      }
    }

    var reason: String? {
      switch outcome {
      case .scored: nil
      case .leftOut(let reason): reason
      }
    }
  }

  let won: PathTotals
  let lost: PathTotals
  /// Paths without a touch, which count in none of the others.
  let untouched: PathTotals
  /// Whether any line said what its paths are worth.
  let hasValues: Bool
  let lateTouchCount: Int
  let refusedLineCount: Int
  let models: [Model]

  /// Of the paths with touches; `nil` where there are none.
  var conversionRate: Double? {
    let count = won.count + lost.count
    return count > 0 ? Double(won.count) / Double(count) : nil
  }
}
