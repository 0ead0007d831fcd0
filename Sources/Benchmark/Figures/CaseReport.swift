/// What one case measured.
public struct CaseReport: Hashable, Sendable, Codable {
  /// The case's name, such as `throughput`.
  public let name: String
  /// What it was measured with, by name, such as `events`.
  public let settings: [String: Double]
  /// What the case is about.
  public let figures: [Figure]
  /// What it took: CPU, WAL, rows, memory.
  public let costs: [Figure]

  public init(_ name: String, settings: [String: Double], figures: [Figure], costs: [Figure] = []) {
    self.name = name
    self.settings = settings
    self.figures = figures
    self.costs = costs
  }
}
