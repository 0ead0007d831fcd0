/// Sums in whole millionths: adding and taking away are exact, in every order.
enum Micros {
  /// The nearest whole number of millionths; of two the even one, as PostgreSQL rounds a double.
  static func rounded(_ value: Double) -> Int64 {
    Int64((value * 1_000_000).rounded(.toNearestOrEven))
  }
}
