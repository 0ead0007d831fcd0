import Attribution
import EventModel
import Glibc
import Resolution

/// The models of SEMANTICS section 3 in plain floating point.
enum ReferenceCredits {
  static func micros(
    touches: [Timestamp],
    conversionTime: Timestamp,
    milestone: Int?,
    policy: ResolutionPolicy
  ) -> [Int32] {
    let weights = weights(touches: touches, conversionTime: conversionTime, milestone: milestone, policy: policy)
    let sum = weights.reduce(0, +)
    let quotas = weights.map { sum > 0 ? $0 / sum * 1e6 : 1e6 / Double(weights.count) }
    var micros = quotas.map { ($0 + 1e-7).rounded(.down) }
    // Remainders that differ by less than floating point can tell are tied.
    let remainders = zip(quotas, micros).map { (($0 - $1) * 1e7).rounded() }
    let order = remainders.indices.sorted { left, right in
      remainders[left] == remainders[right] ? left < right : remainders[left] > remainders[right]
    }
    for index in order.prefix(Int(1e6 - micros.reduce(0, +))) { micros[index] += 1 }
    return micros.map { Int32($0) }
  }

  private static func weights(
    touches: [Timestamp],
    conversionTime: Timestamp,
    milestone: Int?,
    policy: ResolutionPolicy
  ) -> [Double] {
    let count = touches.count
    let parameters = policy.attributionParameters
    switch policy.attributionModel {
    case .linear: return touches.map { _ in 1 }
    case .firstTouch: return touches.indices.map { $0 == 0 ? 1 : 0 }
    case .lastTouch: return touches.indices.map { $0 == count - 1 ? 1 : 0 }
    case .timeDecay:
      let ages = touches.map { Double((conversionTime - $0).microseconds) / 86_400_000_000 }
      let smallest = ages.min() ?? 0
      return ages.map { pow(2, -($0 - smallest) / parameters.halfLifeDays) }
    case .wShaped:
      guard let milestone, milestone != 0, milestone != count - 1 else { return uShape(count, parameters) }
      if count == 3 { return [1, 1, 1] }
      return touches.indices.map { [0, milestone, count - 1].contains($0) ? 30 : 10 / Double(count - 3) }
    case .positionBased: return uShape(count, parameters)
    }
  }

  private static func uShape(_ count: Int, _ parameters: AttributionParameters) -> [Double] {
    if count == 1 { return [1] }
    if count == 2 { return [parameters.firstShare, parameters.lastShare] }
    var weights = Array(repeating: (1 - parameters.firstShare - parameters.lastShare) / Double(count - 2), count: count)
    weights[0] = parameters.firstShare
    weights[count - 1] = parameters.lastShare
    return weights
  }
}
