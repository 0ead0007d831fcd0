import EventModel

/// Shapley values over action types (Shapley 1953).
///
/// Three games carry the name. Stored with a conversion is the coverage game, in which a set of types is worth the
/// conversions of the paths whose types all lie in it. Its values have a closed form: each path is a unanimity game of its
/// own, so it is split evenly among its distinct types, which is never negative. The rate game is
/// ``ShapleyRateGame``. Games over a single path's subsets, as of some libraries, are neither.
enum ShapleyModel {
  /// The d of each touch, which takes 1/d of the credit: the number of types x the number of touches of its type.
  static func divisors(touches: [AttributionTouch]) -> [UInt64] {
    var counts: [ActionType: UInt64] = [:]
    for touch in touches { counts[touch.actionType, default: 0] += 1 }
    let typeCount = UInt64(counts.count)
    return touches.map { typeCount * counts[$0.actionType, default: 1] }
  }
}
