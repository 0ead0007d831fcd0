import Analytics
import Calibration
import EventModel
import Foundation
import Reports
import Testing

struct DrawingTests {
  private static func drawings(_ report: Report) -> [SVGElement] {
    report.sections.flatMap(\.parts).flatMap(\.exhibits).compactMap(\.drawing)
  }

  @Test("every drawing is well-formed, has a title and a description, and stays within its frame")
  func wellFormed() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      for kind in ReportKind.allCases {
        let drawings = Self.drawings(ReportWorld(seed: seed, kind).report())
        #expect(drawings.count > 3, "seed \(seed)")
        for drawing in drawings {
          let markup = drawing.markup
          let check = try #require(MarkupCheck.of(markup), "seed \(seed): \(markup)")
          #expect(check.elements["title"] == 1 && check.elements["desc"] == 1)
          let frame = try #require(markup.firstMatch(of: /viewBox="0 0 ([\d.]+) ([\d.]+)"/))
          let (width, height) = (Double(frame.output.1) ?? 0, Double(frame.output.2) ?? 0)
          for match in markup.matches(of: /\ (x|x1|x2|cx)="([-\d.]+)"/) {
            let x = try #require(Double(match.output.2), "seed \(seed): \(match.output.0)")
            #expect((0...width).contains(x), "seed \(seed): \(match.output.0)")
          }
          for match in markup.matches(of: /\ (y|y1|y2|cy)="([-\d.]+)"/) {
            let y = try #require(Double(match.output.2), "seed \(seed): \(match.output.0)")
            #expect((0...height).contains(y), "seed \(seed): \(match.output.0)")
          }
        }
      }
    }
  }

  @Test("a reliability diagram has a mark for each bin with cases: a diamond where it contradicts what it stated")
  func reliability() throws {
    var metrics = CalibrationMetrics()
    // Says 0.85, happens 0.4: a contradiction; says 0.25, happens 0.25: none.
    for index in 0..<100 {
      metrics.add(CalibrationSample(confidence: 0.85, outcome: index < 40, weight: 1))
      metrics.add(CalibrationSample(confidence: 0.25, outcome: index < 25, weight: 1))
    }
    var input = ReportInput(scope: .tenant)
    input.calibration = [
      CalibrationEvidence(
        actionType: ActionType("send_email"),
        summary: metrics.summary,
        logLoss: metrics.logLoss,
        unmaturedCount: 7
      )
    ]
    let order = ReportOrder(.daily, of: ReportWorld.tenant, dueAt: ReportWorld.dueAt, clock: .utc)
    let report = Report(order, from: input, generatedAt: order.dueAt)
    let part = try #require(report.sections.first { $0.name == .calibration }?.parts.last)
    #expect(part.sentences.joined().contains("says 85 %, happens 40 %, 100 cases"), "\(part.sentences)")
    let diagram = try #require(part.exhibits.first?.drawing).markup
    // Each kind once more in the legend.
    #expect(diagram.matches(of: /class="wrong"/).count == 2)
    #expect(diagram.matches(of: /class="dot"/).count == 2)
    #expect(diagram.contains("states 85.0 %, comes true 40.0 % of 100 cases"))
    let rows = try #require(part.exhibits.first?.table.rows)
    #expect(rows.count == 2)
    #expect(rows.last?.last?.text == "▼ too high" && rows.first?.last?.text == "holds")
  }
}
