/// The middle of some numbers.
public enum Median {
  /// The middle one in order, or the mean of the two in the middle.
  /// - Parameter values: not empty.
  public static func of(_ values: [Double]) -> Double {
    precondition(!values.isEmpty, "no numbers have no middle")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
