import Benchmark
import Documents

/// Reports of the benchmark for people.
enum BenchText {
  static func lines(of report: BenchmarkReport) -> [String] {
    let machine = report.machine
    var lines = [
      "\(machine.processor), \(machine.coreCount) cores, \(NumberText.fixed(Double(machine.memoryBytes) / 1e9, decimals: 1))"
        + " GB, Linux \(machine.kernel), PostgreSQL \(machine.postgresVersion), Redis \(machine.redisVersion)",
      "seed \(report.seed); "
        + machine.storeSettings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "),
      "",
    ]
    lines += figures(of: report)
    lines += ["", "Costs"]
    lines += costs(of: report).indented
    return lines
  }

  private static func figures(of report: BenchmarkReport) -> [String] {
    var table = Table([
      .left("case"), .left("figure"), .right("median"), .left("unit"), .right("target"), .left("verdict"),
      .left("samples"),
    ])
    for entry in report.cases {
      for figure in entry.figures {
        table.add([
          entry.name, figure.name, number(figure.median), figure.unit, figure.target.map(number) ?? NumberText.none,
          figure.isReached.map { $0 ? "reached" : "missed" } ?? "",
          figure.samples.count > 1 ? figure.samples.map(number).joined(separator: " ") : "",
        ])
      }
    }
    return table.lines()
  }

  private static func costs(of report: BenchmarkReport) -> [String] {
    var table = Table([.left("case"), .left("cost"), .right("median"), .left("unit")])
    for entry in report.cases {
      for figure in entry.costs { table.add([entry.name, figure.name, number(figure.median), figure.unit]) }
    }
    return table.lines()
  }

  static func lines(of comparison: Comparison, tolerance: Double) -> [String] {
    var table = Table([
      .left("case"), .left("figure"), .right("old"), .right("new"), .left("unit"), .right("ratio"), .left("verdict"),
    ])
    for row in comparison.rows {
      let verdict = row.isWorse(tolerance: tolerance) ? (row.isFigure ? "worse" : "dearer") : ""
      table.add([
        row.caseName, row.figure, number(row.old), number(row.new), row.unit, NumberText.fixed(row.ratio), verdict,
      ])
    }
    return table.lines() + comparison.unmatched.map { "only in one report: \($0)" }
  }

  /// About four digits that say something.
  private static func number(_ value: Double) -> String {
    switch value.magnitude {
    case 1000...: NumberText.count(Int64(value.rounded()))
    case 100...: NumberText.fixed(value, decimals: 1)
    case 1...: NumberText.fixed(value, decimals: 2)
    default: NumberText.fixed(value, decimals: 4)
    }
  }
}
