/// The last touch takes all; of equal times, the one with the largest event id is last.
enum LastTouchModel {
  static func weights(count: Int) -> [UInt64] {
    (0..<count).map { $0 == count - 1 ? 1 : 0 }
  }
}
