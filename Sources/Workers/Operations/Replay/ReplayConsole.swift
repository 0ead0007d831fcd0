import EventModel
public import Streams
import Synchronization
import Telemetry

/// Hears what a replay does, while it does it.
public protocol ReplayObserver: Sendable {
  /// What became of one letter.
  func note(_ effect: ReplayEffect, of letter: BuriedEntry)

  /// How far it is.
  /// - Parameter fraction: of all letters that may be meant, in [0, 1]; `nil` where it isn't known.
  func progress(_ report: ReplayReport, fraction: Double?)
}

/// Says on standard error how far a replay is, and on standard output what it did: sums and causes for a person, or one JSON
/// document with every letter, which is written as it goes.
public final class ReplayConsole: ReplayObserver {
  private struct State {
    var progress: ProgressReport
    var letterCount = 0
    var isSilent = true
  }

  private let program: ReplayProgram
  private let request: ReplayRequest
  private let state: Mutex<State>

  public init(program: ReplayProgram, request: ReplayRequest) {
    self.program = program
    self.request = request
    state = Mutex(
      State(progress: ProgressReport(label: request.isRehearsal ? "letters looked at" : "letters replayed"))
    )
  }

  public func note(_ effect: ReplayEffect, of letter: BuriedEntry) {
    guard request.printsJSON else { return }
    let number = state.withLock { state in
      state.letterCount += 1
      return state.letterCount
    }
    print(number == 1 ? "{\"letters\":[" : ",", terminator: "\n")
    print(String(decoding: JSONWriter.compact(ReplayJSON.letter(letter, effect)), as: UTF8.self), terminator: "")
  }

  public func progress(_ report: ReplayReport, fraction: Double?) {
    state.withLock { state in
      state.isSilent = false
      state.progress.update(count: report.handledCount + report.leftCount, fraction: fraction)
    }
  }

  /// The summary.
  public func finish(_ report: ReplayReport) {
    let (count, wasSilent) = state.withLock { state in
      if !state.isSilent { state.progress.finish(count: report.handledCount) }
      return (state.letterCount, state.isSilent)
    }
    if request.printsJSON {
      if count == 0 { print("{\"letters\":[") }
      let summary = JSONWriter.compact(ReplayJSON.summary(report, program: program))
      // The members of the summary follow the letters in the same object.
      print("\n],\(String(decoding: summary.dropFirst(), as: UTF8.self))")
    } else {
      for line in ReplayText.lines(of: report, program: program, isEmpty: wasSilent) { print(line) }
    }
  }
}
