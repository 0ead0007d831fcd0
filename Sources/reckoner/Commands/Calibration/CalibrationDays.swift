import ArgumentParser

/// How many days a report goes back.
struct CalibrationDays: ParsableArguments {
  static let countMax = 3660

  @Option(help: "How many days, 1 to \(countMax).")
  var days = 30

  func validate() throws {
    guard (1...Self.countMax).contains(days) else {
      throw ValidationError("--days must be 1 to \(Self.countMax)")
    }
  }
}
