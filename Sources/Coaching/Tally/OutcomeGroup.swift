/// The outcomes of a group, and how they lie together in conversations.
///
/// One reply may decide every action of its conversation, one lost deal too: such outcomes are fewer than they look.
/// What has to be known of it adds up over conversations, so that no outcome is needed again (Rao and Scott, "A simple
/// method for the analysis of clustered binary data", Biometrics 48, 1992).
public struct OutcomeGroup: Hashable, Sendable {
  public static let empty = OutcomeGroup(count: .zero, trialSquareSum: 0, productSum: 0, successSquareSum: 0)

  public private(set) var count: SuccessCount
  /// Over the conversations with n outcomes in the group and y successes among them: the sum of n^2.
  public private(set) var trialSquareSum: Int64
  /// The sum of n y.
  public private(set) var productSum: Int64
  /// The sum of y^2.
  public private(set) var successSquareSum: Int64

  /// Sums that were added up elsewhere.
  public init(count: SuccessCount, trialSquareSum: Int64, productSum: Int64, successSquareSum: Int64) {
    precondition(
      trialSquareSum >= count.trials && productSum >= count.successes && successSquareSum >= count.successes,
      "a whole number is not above its square"
    )
    self.count = count
    self.trialSquareSum = trialSquareSum
    self.productSum = productSum
    self.successSquareSum = successSquareSum
  }

  /// Takes in what a conversation has in the group.
  mutating func addConversation(_ part: SuccessCount) {
    count += part
    trialSquareSum += part.trials * part.trials
    productSum += part.trials * part.successes
    successSquareSum += part.successes * part.successes
  }

  /// The groups have no conversation in common.
  static func += (left: inout Self, right: Self) {
    left.count += right.count
    left.trialSquareSum += right.trialSquareSum
    left.productSum += right.productSum
    left.successSquareSum += right.successSquareSum
  }
}

// MARK: - Likeness within conversations

extension OutcomeGroup {
  /// How alike the outcomes of a conversation are, in [0, 1]: 0 for as alike as those of different ones, 1 for all the
  /// same. 0 too where nothing can be told.
  ///
  /// It is what makes E (y - p n)^2 = p (1 - p) (n + rho n (n - 1)) come true for the sums.
  public var intraclassCorrelation: Double {
    let pairCount = Double(trialSquareSum - count.trials)
    guard let rate = count.rate, rate > 0, rate < 1, pairCount > 0 else { return 0 }
    let spread = Double(successSquareSum) - 2 * rate * Double(productSum) + rate * rate * Double(trialSquareSum)
    let excess = spread / (rate * (1 - rate)) - Double(count.trials)
    return min(max(excess / pairCount, 0), 1)
  }

  /// By how much the variance of the group's rate exceeds that of independent outcomes, at least 1.
  ///
  /// - Parameter correlation: of outcomes of a conversation, in [0, 1].
  func designEffect(correlation: Double) -> Double {
    guard count.trials > 0 else { return 1 }
    // The size of the conversation that an outcome finds itself in, on average.
    let size = Double(trialSquareSum) / Double(count.trials)
    return 1 + (size - 1) * correlation
  }
}
