import CostWorkload
import Foundation
import Testing

/// What an event costs, in what is the same however fast the machine is: statements, round trips, commands, rows, pages,
/// the log that is written ahead, and allocations. A change that makes an event dearer fails here, without any timing.
///
/// The bounds are in `bounds.json`. This measures, compares and writes nothing:
///
///     swift test --filter '^CostTests'
///
/// and this writes the bounds anew, from what is measured now, and prints each figure, in all and for each event, and the
/// statements that cost most:
///
///     RECKONER_COSTS=write swift test --filter '^CostTests'
///
/// The difference that it makes to the file belongs into the commit that caused it. Figures that got better are written down
/// so, or they could get worse again unseen; a bound is raised where the commit says what that buys. Allocations are those of
/// a debug build, which has more of them than a release build, and of the toolchain that it was built with.
@Suite(.timeLimit(.minutes(5)), .serialized) struct CostTests {
  private static let writesBounds = ProcessInfo.processInfo.environment["RECKONER_COSTS"] == "write"

  @Test("no event costs more than it did")
  func costs() async throws {
    let explain: @Sendable (String) -> Void = { print($0) }
    var (figures, servers) = try await CostFleet.measure(explain: Self.writesBounds ? explain : nil)
    figures += try await AllocationCosts.measure()
    if Self.writesBounds {
      try CostBounds(figures, servers: servers).store()
      Self.show(figures)
    }
    let bounds = try CostBounds.stored()
    let complaints = bounds.complaints(about: figures)
    #expect(
      complaints.isEmpty,
      """
      \(complaints.joined(separator: "\n"))
      The bounds are of \(bounds.servers); this was \(servers).
      """
    )
  }

  private static func show(_ figures: [CostFigure]) {
    let count = CostWorkload().entries.count
    print("\(count) events; each figure in all, and for each event")
    for figure in figures.sorted(by: { $0.name < $1.name }) {
      let name = figure.name.padding(toLength: 60, withPad: " ", startingAt: 0)
      print("\(name) \(figure.value) \(String(format: "%.4f", Double(figure.value) / Double(count)))")
    }
  }
}
