/// Apportions one credit, 1,000,000 micros, in proportion to weights (the method of Hamilton, or largest remainder).
///
/// Weights are integers, so quotas, remainders and ties are exact: no rounding error of a `Double` picks the winner.
public enum LargestRemainder {
  /// The micros of a whole credit.
  public static let whole: Int32 = 1_000_000

  /// The shares in micros, summing to exactly `whole`; ties of remainders go to the earlier index.
  ///
  /// All weights 0 (a model that rewards touches which this path lacks): every touch weighs the same. The weights'
  /// sum fits in 64 bits.
  public static func micros(weights: [UInt64]) -> [Int32] {
    let total = weights.reduce(0, +)
    guard total > 0 else {
      return weights.isEmpty ? [] : micros(weights: Array(repeating: 1, count: weights.count))
    }
    var shares: [Int32] = []
    var remainders: [UInt64] = []
    shares.reserveCapacity(weights.count)
    remainders.reserveCapacity(weights.count)
    var left = whole
    for weight in weights {
      let quota = total.dividingFullWidth(weight.multipliedFullWidth(by: UInt64(whole)))
      shares.append(Int32(quota.quotient))
      remainders.append(quota.remainder)
      left -= Int32(quota.quotient)
    }
    for index in largest(Int(left), of: remainders) {
      shares[index] += 1
    }
    return shares
  }

  /// The shares in micros where share i is 1/divisors[i] of the whole, exactly; the fractions sum to 1.
  ///
  /// Ties of remainders go to the earlier index. A common denominator, which could exceed 64 bits, isn't needed: quotas
  /// are divided one by one, and remainders compared crosswise.
  static func micros(divisors: [UInt64]) -> [Int32] {
    var shares = divisors.map { Int32(UInt64(whole) / $0) }
    let remainders = divisors.map { UInt64(whole) % $0 }
    let left = Int(whole - shares.reduce(0, +))
    guard left > 0 else { return shares }
    // r/d > r'/d' where r d' > r' d; a path's touches, squared, fit in 64 bits with their remainders.
    let order = divisors.indices.sorted { one, other in
      let (here, there) = (remainders[one] * divisors[other], remainders[other] * divisors[one])
      return here != there ? here > there : one < other
    }
    for index in order.prefix(left) { shares[index] += 1 }
    return shares
  }

  /// The indices of the `count` largest remainders, the earlier of equals first.
  private static func largest(_ count: Int, of remainders: [UInt64]) -> ArraySlice<Int> {
    guard count > 0 else { return [] }
    let indices = Array(remainders.indices)
    // Equal weights are the common case, and a sort per conversion would be most of its cost.
    if remainders.allSatisfy({ $0 == remainders[0] }) { return indices.prefix(count) }
    return indices.sorted { left, right in
      remainders[left] != remainders[right] ? remainders[left] > remainders[right] : left < right
    }.prefix(count)
  }
}
