import TestSupport

/// Allocations of what only computes, counted by a program of its own.
enum AllocationCosts {
  static func measure() async throws -> [CostFigure] {
    // The order of hashed collections is drawn anew by each process otherwise.
    let ending = try await ProgramProcess.run("cost-probe", environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
    guard ending.exitCode == 0 else { throw TestProcessFailure(description: "cost-probe: \(ending)") }
    return try ending.standardOutput.split(separator: "\n").flatMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, let count = Int(words[1]), let byteCount = Int(words[2]), count > 0 else {
        throw TestProcessFailure(description: "cost-probe says '\(line)'")
      }
      return [
        CostFigure("\(words[0]).allocations", count, .allocations),
        CostFigure("\(words[0]).allocated_bytes", byteCount, .allocations),
      ]
    }
  }
}
