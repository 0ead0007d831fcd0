/// The first touch takes all; of equal times, the one with the smallest event id is first.
enum FirstTouchModel {
  static func weights(count: Int) -> [UInt64] {
    (0..<count).map { $0 == 0 ? 1 : 0 }
  }
}
