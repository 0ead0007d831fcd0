import EventModel
import Glibc

/// A touch weighs half of one that is a half-life younger.
enum TimeDecayModel {
  /// The youngest touch's weight. Weights are cut to 2^-40 of it: a million times finer than a micro, and coarse enough
  /// that the last bit of another C library's `exp2` hardly ever shows.
  private static let unit = Double(UInt64(1) << 40)
  private static let microsecondsPerDay = 86_400_000_000.0

  /// Ages are taken from the youngest touch, which cancels in the shares: measured from the conversion, the weights of
  /// a path that is old as a whole would all underflow to 0.
  static func weights(touchTimes: [Timestamp], halfLifeDays: Double) -> [UInt64] {
    guard let youngest = touchTimes.last else { return [] }
    let halfLife = halfLifeDays * microsecondsPerDay
    return touchTimes.map { time in
      let age = Double((youngest - time).microseconds)
      return UInt64((exp2(-age / halfLife) * unit).rounded())
    }
  }
}
