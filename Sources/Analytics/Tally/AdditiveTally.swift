/// What is counted of a set of rows, and adds up with that of other rows. Whole numbers, so that no order of rows shows
/// in a digit.
protocol AdditiveTally: Sendable {
  /// Of no row.
  init()

  static func += (left: inout Self, right: Self)

  /// By which groups are told to be large or small.
  var size: Int64 { get }
}
