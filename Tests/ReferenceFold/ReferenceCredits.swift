import Attribution
import EventModel
import Glibc
import Resolution

/// The models of SEMANTICS section 3; weights are whole numbers, so that remainders and ties are exact.
enum ReferenceCredits {
  static func micros(
    touches: [RecordedAction],
    conversionTime: Timestamp,
    milestone: Int?,
    policy: ResolutionPolicy
  ) -> [Int32] {
    let weights = weights(touches: touches, conversionTime: conversionTime, milestone: milestone, policy: policy)
    let parts = weights.reduce(0, +) > 0 ? weights : weights.map { _ in 1 }
    let sum = parts.reduce(0) { $0 + UInt128($1) }
    var micros = parts.map { UInt128($0) * 1_000_000 / sum }
    let remainders = parts.map { UInt128($0) * 1_000_000 % sum }
    let order = remainders.indices.sorted { left, right in
      remainders[left] == remainders[right] ? left < right : remainders[left] > remainders[right]
    }
    for index in order.prefix(Int(1_000_000 - micros.reduce(0, +))) { micros[index] += 1 }
    return micros.map { Int32($0) }
  }

  private static func weights(
    touches: [RecordedAction],
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
      let ages = touches.map { Double((conversionTime - $0.timestamp).microseconds) / 86_400_000_000 }
      let smallest = ages.min() ?? 0
      // In units of 2^-52 of the youngest.
      return ages.map { (pow(2, -($0 - smallest) / parameters.halfLifeDays) * 0x1p52).rounded() }
    case .wShaped:
      guard let milestone, milestone != 0, milestone != count - 1 else { return uShape(count, parameters) }
      if count == 3 { return [1, 1, 1] }
      return touches.indices.map { [0, milestone, count - 1].contains($0) ? 30 * Double(count - 3) : 10 }
    case .positionBased: return uShape(count, parameters)
    case .custom: return custom(count, parameters.customWeights)
    case .markov: return effects(touches, parameters.typeEffects.effects)
    case .shapley: return coverage(touches)
    }
  }

  private static func custom(_ count: Int, _ custom: CustomWeights) -> [Double] {
    (0..<count).map { index in
      let (fromStart, fromEnd) = (custom.fromStart.dropFirst(index), custom.fromEnd.dropFirst(count - 1 - index))
      if fromStart.isEmpty && fromEnd.isEmpty { return (custom.middle * 1e6).rounded() }
      return ((fromStart.first ?? 0) * 1e6).rounded() + ((fromEnd.first ?? 0) * 1e6).rounded()
    }
  }

  /// In units of 2^-52 of the largest.
  private static func effects(_ touches: [RecordedAction], _ known: [ActionType: Double]) -> [Double] {
    let names = known.keys.sorted { $0.text < $1.text }
    let mean = names.isEmpty ? 1 : names.reduce(0) { $0 + known[$1, default: 0] } / Double(names.count)
    let effects = touches.map { known[$0.actionType] ?? mean }
    guard let largest = effects.max(), largest > 0 else { return effects }
    return effects.map { ($0 / largest * 0x1p52).rounded() }
  }

  /// Touches of a type weigh the product of the other types' numbers of touches.
  private static func coverage(_ touches: [RecordedAction]) -> [Double] {
    let groups = Dictionary(grouping: touches, by: \.actionType)
    return touches.map { touch in
      groups.reduce(1) { $1.key == touch.actionType ? $0 : $0 * Double($1.value.count) }
    }
  }

  private static func uShape(_ count: Int, _ parameters: AttributionParameters) -> [Double] {
    if count == 1 { return [1] }
    let first = (parameters.firstShare * 1e9).rounded()
    let last = (parameters.lastShare * 1e9).rounded()
    if count == 2 { return [first, last] }
    var weights = Array(repeating: 1e9 - first - last, count: count)
    weights[0] = first * Double(count - 2)
    weights[count - 1] = last * Double(count - 2)
    return weights
  }
}
