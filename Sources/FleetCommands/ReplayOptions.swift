public import ArgumentParser
import EventModel
public import Streams
public import Workers

/// The flags with which a worker replays dead letters instead of working.
public struct ReplayOptions: ParsableArguments {
  private static let limits = 1...1_000_000_000
  private static let rates = 0.001...1_000_000

  @Flag(
    name: .customLong("replay-dlq"),
    help: "Handle dead letters again, then exit: 0 where none of them is left, 1 where some are."
  )
  var replaysLetters = false

  @OptionGroup var letters: LetterFilterOptions

  @Option(help: ArgumentHelp("Letters at most.", valueName: "count"))
  var limit: Int?

  @Option(help: ArgumentHelp("Letters a second at most.", valueName: "number"))
  var rate: Double?

  @Flag(help: "Change nothing, and say what would become of each letter.")
  var dryRun = false

  @Flag(help: "Print what became of each letter, and the sums, as JSON.")
  var json = false

  public init() {}

  /// What is asked for; `nil` where the process is to work as always.
  public func request() throws -> ReplayRequest? {
    guard replaysLetters else { return nil }
    return ReplayRequest(
      filter: try letters.filter(),
      countMax: limit,
      ratePerSecond: rate,
      isRehearsal: dryRun,
      printsJSON: json
    )
  }

  /// Checks what only the program can: whose letters are its own.
  public func validate(for program: ReplayProgram) throws {
    let filter = try letters.filter()
    guard replaysLetters else {
      if !filter.isEmpty || limit != nil || rate != nil || dryRun || json {
        throw ValidationError(
          "--stream, --tenant, --reason, --id, --limit, --rate, --dry-run and --json go with --replay-dlq"
        )
      }
      return
    }
    if let limit, !Self.limits.contains(limit) { throw ValidationError("--limit must be 1 or more") }
    if let rate, !Self.rates.contains(rate) { throw ValidationError("--rate must be from 0.001 to 1000000") }
    if let type = filter.stream?.eventType, !program.group.eventTypes.contains(type) {
      let own = program.group.eventTypes.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "\(program.rawValue) replays letters of \(own); \(type.rawValue) belongs to another program"
      )
    }
  }
}

extension ReplayRequest {
  /// Replays in a process of the program.
  /// - Throws: a ``Program/Failure`` with the code 1 where letters that were meant are left.
  public func run(by program: ReplayProgram, in context: FleetContext) async throws {
    let console = ReplayConsole(program: program, request: self)
    let report = try await DeadLetterReplay.run(self, by: program, in: context, observer: console)
    console.finish(report)
    if report.leavesLetters {
      throw Program.Failure(.problemsFound, report.isRehearsal ? "dead letters would be left" : "dead letters are left")
    }
  }
}
