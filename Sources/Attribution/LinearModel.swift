/// Every touch weighs the same.
enum LinearModel {
  static func weights(count: Int) -> [UInt64] {
    Array(repeating: 1, count: count)
  }
}
