/// What an hour of a person's work costs.
public struct HourlyCost: Hashable, Sendable {
  public static let amountMax = 1e6

  /// Above 0, at most ``amountMax``.
  public let amount: Double
  /// Three capital letters, as in ISO 4217.
  public let currency: String

  /// `nil` where a part is out of bounds.
  public init?(amount: Double, currency: String) {
    guard amount > 0, amount <= Self.amountMax, currency.utf8.count == 3,
      currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { return nil }
    self.amount = amount
    self.currency = currency
  }
}
