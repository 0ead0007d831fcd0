import EventModel
import Resolution

/// Credits of conversions, and the amounts that were shared like them.
struct ImpactTally: AdditiveTally, Hashable {
  private(set) var touchCount: Int64 = 0
  private(set) var creditMicros: Int64 = 0
  private(set) var amountMicros: Int128 = 0

  init() {}

  init(_ row: ImpactRollup) {
    touchCount = row.touchCount
    creditMicros = row.creditMicros
    amountMicros = row.amountMicros
  }

  static func += (left: inout Self, right: Self) {
    left.touchCount += right.touchCount
    left.creditMicros += right.creditMicros
    left.amountMicros += right.amountMicros
  }

  var size: Int64 { creditMicros }

  var conversionCount: Double { Double(creditMicros) / 1e6 }

  /// In units of the currency. The whole part apart: together with the millionths it may have more digits than a double.
  var amount: Double {
    let (whole, millionths) = amountMicros.quotientAndRemainder(dividingBy: 1_000_000)
    return Double(whole) + Double(millionths) / 1e6
  }
}

/// Credits of one place, currency and result.
struct ImpactKey: RollupKeyed {
  let rollupKey: RollupKey
  let currency: CurrencyName?
  let result: ConversionResult?
}

// The kind exists as a type only: no value of it is ever made.
enum CurrencyKind {}

/// A currency as events name it.
typealias CurrencyName = TextIdentifier<CurrencyKind>
