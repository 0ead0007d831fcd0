/// Data-driven: an action type is worth the share of conversions that would be lost without it, its removal effect, in a
/// Markov chain over observed paths (Anderl, Becker, von Wangenheim and Schumann 2016).
///
/// The chain is fitted elsewhere, over many paths: ``fit(_:order:)``. Of one conversion, each touch weighs the effect of
/// its action type.
public enum MarkovModel {
  /// One touch takes all; effects that are all 0 share evenly.
  static func weights(touches: [AttributionTouch], typeEffects: TypeEffects) -> [UInt64] {
    weights(effects: touches.map { typeEffects[$0.actionType] })
  }

  /// The same of touches whose effects have been looked up.
  static func weights(effects: [Double]) -> [UInt64] {
    guard let largest = effects.max(), largest > 0 else { return effects.map { _ in 1 } }
    let unit = WeightUnit.unit(count: effects.count)
    return effects.map { UInt64(($0 / largest * unit).rounded()) }
  }
}
