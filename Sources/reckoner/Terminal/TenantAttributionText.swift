import Attribution
import Documents
import Insight
import Workers

/// Who had which part in a tenant's conversions, as lines for a person.
struct TenantAttributionText {
  private let attribution: TenantAttribution

  init(_ attribution: TenantAttribution) {
    self.attribution = attribution
  }

  func lines() -> [String] {
    guard let first = attribution.models.first else { return [] }
    let sums = first.summary
    let counts =
      "\(NumberText.fixed(sums.won.conversionCount)) conversions won, "
      + "\(NumberText.fixed(sums.lost.conversionCount)) lost"
    if attribution.models.count == 1 {
      let isStored = first.model == attribution.storedModel
      return ["\(counts); \(first.model.rawValue)\(isStored ? ", the stored model" : "")", ""] + table(of: sums)
    }
    return ["\(counts); stored is \(attribution.storedModel.rawValue)"]
      + ["", "share of what was won, in %"] + sideBySide(\.wonShare)
      + ["", "share of what was lost, in %"] + sideBySide(\.lostShare)
  }

  private var groupTitle: String { attribution.grouping.rawValue.replacing("_", with: " ") }

  private func table(of summary: AttributionSummary) -> [String] {
    let won = summary.won.amountsByCurrency.map(\.currency)
    let lost = summary.lost.amountsByCurrency.map(\.currency)
    var table = Table(
      [.left(groupTitle), .right("actions"), .right("won"), .right("share %")]
        + won.map { .right("won \($0 ?? "amount")") } + [.right("lost"), .right("share %")]
        + lost.map { .right("lost \($0 ?? "amount")") }
    )
    for line in summary.lines {
      table.add(
        [line.group ?? NumberText.none, NumberText.count(line.actionCount), NumberText.fixed(line.won.conversionCount)]
          + [Self.percent(line.wonShare)] + won.map { Self.amount(of: line.won, in: $0) }
          + [NumberText.fixed(line.lost.conversionCount), Self.percent(line.lostShare)]
          + lost.map { Self.amount(of: line.lost, in: $0) }
      )
    }
    return table.lines()
  }

  /// A row for each group, a column for each model; every model has the same groups.
  private func sideBySide(_ share: KeyPath<AttributionSummary.Line, Double?>) -> [String] {
    let lines = attribution.models.map(\.summary.lines)
    var table = Table([.left(groupTitle)] + attribution.models.map { .right($0.model.rawValue) })
    for (index, line) in (lines.first ?? []).enumerated() {
      table.add([line.group ?? NumberText.none] + lines.map { Self.percent($0[index][keyPath: share]) })
    }
    return table.lines()
  }

  private static func amount(of sum: CreditSum, in currency: String?) -> String {
    NumberText.fixed(sum.amountsByCurrency.first { $0.currency == currency }?.value)
  }

  private static func percent(_ share: Double?) -> String { NumberText.fixed(share.map { $0 * 100 }, decimals: 1) }
}
