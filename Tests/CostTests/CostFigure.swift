/// Something that the workload cost, counted.
struct CostFigure: Equatable, Sendable {
  /// How much of it is the same each time.
  enum Kind: Sendable {
    /// What we decide: statements, round trips, commands, commits.
    case exact
    /// Rows, which depend on where the batches end.
    case rows
    /// Pages and log records, whose number and size the server decides with us.
    case pages
    /// Allocations, some of which depend on how full a hashed collection is.
    case allocations

    /// How far above the measured value the bound lies, in hundredths.
    var tolerancePercent: Int {
      switch self {
      case .exact: 0
      case .rows: 2
      case .pages: 5
      case .allocations: 1
      }
    }
  }

  /// Stage, store and what is counted, with dots between them.
  let name: String
  let value: Int
  let kind: Kind

  init(_ name: String, _ value: Int, _ kind: Kind) {
    self.name = name
    self.value = value
    self.kind = kind
  }
}
