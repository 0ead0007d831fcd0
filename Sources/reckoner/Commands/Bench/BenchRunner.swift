import ArgumentParser
import Benchmark
import Telemetry
import UnixSignals
import Workers

/// Runs cases: connects, measures, prints. SIGINT and SIGTERM end it, and with it what it started.
struct BenchRunner {
  let arguments: BenchArguments

  /// - Parameter eventCount: of a run, where no flag says it.
  func run(
    eventCount: Int = 200_000,
    _ measure: @escaping @Sendable (BenchmarkSession) async throws -> [CaseReport]
  ) async throws {
    let options = arguments.options(eventCount: eventCount)
    try await OperatorSession.run { session in
      do {
        let stores = try await session.benchmarkStores()
        let benchmark = BenchmarkSession(
          stores: stores,
          launcher: try session.programLauncher(),
          options: options,
          note: { StandardError.writeLine($0) }
        )
        let machine = try await stores.machineFacts()
        let cases = try await Self.untilSignalled { try await measure(benchmark) }
        try await stores.close()
        try show(BenchmarkReport(seed: options.seed, machine: machine, cases: cases))
      } catch let error as BenchmarkError {
        throw Program.Failure(.problemsFound, error.description)
      }
    }
  }

  private func show(_ report: BenchmarkReport) throws {
    if arguments.json { return print(String(decoding: try report.json(), as: UTF8.self)) }
    for line in BenchText.lines(of: report) { print(line) }
  }

  /// Cancels the work at the first signal.
  private static func untilSignalled<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        for await signal in signals { throw Program.Failure(.tryAgain, "interrupted by \(signal)") }
        return nil
      }
      defer { group.cancelAll() }
      while let value = try await group.next() {
        if let value { return value }
      }
      throw CancellationError()
    }
  }
}
