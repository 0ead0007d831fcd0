/// A conversion with its credits, as far as summaries look at it.
public struct CreditedConversion: Sendable {
  /// What a deal is worth.
  public struct Amount: Hashable, Sendable {
    /// The largest magnitude: credits times amounts then sum exactly in 128 bits.
    public static let magnitudeMax = 1e15

    /// As the event names it; `nil` where it names none.
    public let currency: String?
    /// In millionths of the currency's unit.
    public let micros: Int128

    /// `nil` for a value beyond ``magnitudeMax``. Counted in millionths.
    public init?(value: Double, currency: String?) {
      guard value.magnitude <= Self.magnitudeMax else { return nil }
      self.currency = currency
      micros = Int128((value * 1e6).rounded())
    }
  }

  /// Won, or lost.
  public let isWon: Bool
  /// The group of each touch, `nil` for those without; as many as there are credits.
  public let groups: [String?]
  /// In micros, summing to 1,000,000.
  public let credits: [Int32]
  /// How many conversations its signal concerns: it counts as one divided by that in each of them. At least 1.
  public let conversationCount: Int
  public let amount: Amount?

  public init(
    isWon: Bool,
    groups: [String?],
    credits: [Int32],
    conversationCount: Int = 1,
    amount: Amount? = nil
  ) {
    precondition(groups.count == credits.count, "every touch has a group and a credit")
    precondition(conversationCount >= 1, "a signal concerns the conversation that it is in")
    self.isWon = isWon
    self.groups = groups
    self.credits = credits
    self.conversationCount = conversationCount
    self.amount = amount
  }
}
