import Testing

@Suite struct CostBoundsTests {
  private static let bounds = CostBounds(
    [
      CostFigure("worker.statements", 100, .exact), CostFigure("worker.rows", 1000, .rows),
      CostFigure("worker.bytes", 1000, .pages),
    ],
    servers: "those of a test"
  )

  private func complaints(statements: Int = 100, rows: Int = 1000, bytes: Int = 1000) -> [String] {
    Self.bounds.complaints(about: [
      CostFigure("worker.statements", statements, .exact), CostFigure("worker.rows", rows, .rows),
      CostFigure("worker.bytes", bytes, .pages),
    ])
  }

  @Test("figures within their bounds are nobody's concern")
  func within() {
    #expect(complaints().isEmpty)
    #expect(complaints(rows: 1020, bytes: 1050).isEmpty)
    #expect(complaints(statements: 85, rows: 850, bytes: 850).isEmpty)
  }

  @Test("a figure above its bound is told with its name, its value and its bound")
  func above() throws {
    #expect(complaints(statements: 101).count == 1)
    #expect(complaints(rows: 1021).count == 1)
    let complaint = try #require(complaints(bytes: 1051).first)
    #expect(complaint.hasPrefix("worker.bytes is 1051, above its bound of 1050 (it was 1000)"))
  }

  @Test("a figure far below its bound wants a lower one")
  func below() throws {
    let complaint = try #require(complaints(statements: 84).first)
    #expect(complaint.hasPrefix("worker.statements is 84, far below the 100 that it was"))
  }

  @Test("a figure without a bound, and a bound whose figure is gone")
  func unknown() {
    let other = Self.bounds.complaints(about: [
      CostFigure("worker.commands", 1, .exact), CostFigure("worker.statements", 100, .exact),
      CostFigure("worker.rows", 1000, .rows),
    ])
    #expect(other.count == 2)
    #expect(other.first?.hasPrefix("worker.bytes is 0, far below") == true)
    #expect(other.last?.hasPrefix("worker.commands is 1, above its bound of 0") == true)
  }
}
