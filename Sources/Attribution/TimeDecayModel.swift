import EventModel
import Glibc

/// A touch weighs half of one that is a half-life younger.
enum TimeDecayModel {
  private static let microsecondsPerDay = 86_400_000_000.0

  /// Ages are taken from the youngest touch, which cancels in the shares: measured from the conversion, the weights of
  /// a path that is old as a whole would all underflow to 0.
  static func weights(touchTimes: [Timestamp], halfLifeDays: Double) -> [UInt64] {
    guard let youngest = touchTimes.last else { return [] }
    let unit = unit(count: touchTimes.count)
    let halfLife = halfLifeDays * microsecondsPerDay
    return touchTimes.map { time in
      let age = Double((youngest - time).microseconds)
      return UInt64((exp2(-age / halfLife) * unit).rounded())
    }
  }

  /// The youngest touch's weight: 2^52, as fine as a `Double`, so that a microsecond of age still breaks a tie. From
  /// 4,096 touches on as much less as it takes for the sum to fit in 64 bits.
  private static func unit(count: Int) -> Double {
    let countBits = Int.bitWidth - count.leadingZeroBitCount
    return Double(UInt64(1) << UInt64(min(52, 64 - countBits)))
  }
}
