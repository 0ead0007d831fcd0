import ArgumentParser
import FleetCommands
import RedisClient
import Streams

/// The letters that the fleet gave up: to look at, to count by cause, to keep elsewhere, to take away.
struct DLQCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dlq",
    abstract: "Shows, counts, exports and discards dead letters: entries that could not be applied.",
    discussion: """
      Examples:
        reckoner dlq groups                             by cause, with what to do about each
        reckoner dlq list --reason invalid_field        one line a letter
        reckoner dlq show 1770814718123-0 --fields      a letter with its payload
        reckoner dlq export --output letters.ndjson     all of them, byte for byte
        reckoner dlq discard --id 1770814718123-0       what a discard would take; --yes does it

      Letters are replayed by the workers: outcome-worker --replay-dlq, calibration-aggregator --replay-dlq.
      """,
    subcommands: [List.self, Show.self, Groups.self, Discard.self, Export.self]
  )

  /// A walk over the letters that a filter means, with the connection that it asks over.
  static func walk(
    _ filter: DeadLetterFilter,
    in session: OperatorSession,
    _ work: (DeadLetterWalk, RedisConnection) async throws -> Void
  ) async throws {
    let redis = try session.redis()
    try await work(try await DeadLetterWalk(over: redis, groups: ConsumerGroup.allCases, filter: filter), redis)
    await redis.close()
  }
}
