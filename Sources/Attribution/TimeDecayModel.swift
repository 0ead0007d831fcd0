import EventModel
import Glibc

/// A touch weighs half of one that is a half-life younger.
enum TimeDecayModel {
  private static let microsecondsPerDay = 86_400_000_000.0

  /// Ages are taken from the youngest touch, which cancels in the shares: measured from the conversion, the weights of
  /// a path that is old as a whole would all underflow to 0.
  static func weights(touches: [AttributionTouch], halfLifeDays: Double) -> [UInt64] {
    guard let youngest = touches.last?.time else { return [] }
    let unit = WeightUnit.unit(count: touches.count)
    let halfLife = halfLifeDays * microsecondsPerDay
    return touches.map { touch in
      let age = Double((youngest - touch.time).microseconds)
      return UInt64((exp2(-age / halfLife) * unit).rounded())
    }
  }
}
