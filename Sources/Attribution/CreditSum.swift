/// Credits and amounts of many conversions, summed in whole numbers, so that no order of theirs shows in a digit.
public struct CreditSum: Hashable, Sendable {
  /// Micros by the number of conversations that the signals concern.
  private var credits: [Int: Int64] = [:]
  /// Millionths of a conversion times millionths of the currency's unit, by currency and number of conversations.
  private var amounts: [String?: [Int: Int128]] = [:]

  public init() {}

  mutating func add(_ micros: Int32, of conversion: CreditedConversion) {
    credits[conversion.conversationCount, default: 0] += Int64(micros)
    if let amount = conversion.amount {
      amounts[amount.currency, default: [:]][conversion.conversationCount, default: 0] += amount.micros * Int128(micros)
    }
  }

  static func += (left: inout Self, right: Self) {
    left.credits.merge(right.credits, uniquingKeysWith: +)
    for (currency, sums) in right.amounts { left.amounts[currency, default: [:]].merge(sums, uniquingKeysWith: +) }
  }

  /// Conversions credited; one whose signal concerns k conversations counts 1/k in each.
  public var conversionCount: Double {
    credits.sorted { $0.key < $1.key }.reduce(0) { $0 + Double($1.value) / Double($1.key) } / 1e6
  }

  /// What was credited in each currency, by its name; amounts that name none come first. Shared out like the credits.
  public var amountsByCurrency: [(currency: String?, value: Double)] {
    amounts.map { currency, sums in
      (currency, sums.sorted { $0.key < $1.key }.reduce(0) { $0 + Double($1.value) / Double($1.key) } / 1e12)
    }.sorted { ($0.currency ?? "") < ($1.currency ?? "") }
  }
}
