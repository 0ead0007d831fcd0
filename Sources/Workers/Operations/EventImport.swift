import Delivery
public import EventModel
public import RedisClient
import Streams

/// Publishes lines, each a whole envelope: checked side by side, and added in their order, many in one round trip.
public struct EventImport: Sendable {
  /// Lines of one round trip.
  private static let batchCountMax = 1000
  /// Their bytes, about, so that large payloads don't pile up.
  private static let batchByteCountMax = 4 << 20

  private let publisher: EventPublisher
  private let decoder: EventDecoder
  private let checkerCount: Int

  /// - Parameter checkerCount: batches that are checked side by side while Redis takes another one, above 0.
  public init(redis: RedisConnection, now: Timestamp, checkerCount: Int = 1) {
    precondition(checkerCount > 0, "somebody has to check the lines")
    publisher = EventPublisher(redis: redis)
    decoder = EventDecoder(now: now)
    self.checkerCount = checkerCount
  }

  /// How far an import has come.
  public struct Progress: Sendable {
    /// Lines that Redis has.
    public fileprivate(set) var publishedCount = 0
    public fileprivate(set) var badCount = 0
  }

  /// Publishes one line. Events carry their ids, so importing one again is harmless.
  /// - Throws: a `Refusal` where a worker would refuse it; else what kept Redis from it.
  public func publish(_ line: [UInt8]) async throws {
    try await publisher.publish([try entry(of: line)])
  }

  /// Publishes all lines; blank ones count, and say nothing.
  /// - Parameters:
  ///   - nextLine: the next line; `nil` after the last.
  ///   - refused: told of a line that a worker would refuse, with its number from 1: it is left out.
  ///   - progressed: told after each round trip.
  public func run(
    nextLine: () throws -> [UInt8]?,
    refused: (_ number: Int, _ refusal: Refusal) -> Void,
    progressed: (Progress) -> Void
  ) async throws -> Progress {
    try await withThrowingTaskGroup(of: Batch.self) { group in
      var progress = Progress()
      var source = Source()
      var checked: [Int: Batch] = [:]
      var doneCount = 0
      while true {
        // What is read and not yet published is bounded.
        while source.batchCount - doneCount <= checkerCount, let lines = try source.next(nextLine) {
          group.addTask { check(lines) }
        }
        guard let batch = try await group.next() else { return progress }
        checked[batch.place] = batch
        while let batch = checked.removeValue(forKey: doneCount) {
          for (number, refusal) in batch.refusals { refused(number, refusal) }
          try await publisher.publish(batch.entries)
          doneCount += 1
          progress.publishedCount += batch.entries.count
          progress.badCount += batch.refusals.count
          progressed(progress)
        }
      }
    }
  }

  /// Lines that follow each other.
  private struct Lines: Sendable {
    /// Batches before it.
    let place: Int
    /// The number of the first, from 1.
    let firstNumber: Int
    var lines: [[UInt8]] = []
  }

  /// Cuts what is read into batches.
  private struct Source {
    var batchCount = 0
    private var lineCount = 0

    mutating func next(_ nextLine: () throws -> [UInt8]?) throws -> Lines? {
      var batch = Lines(place: batchCount, firstNumber: lineCount + 1)
      var byteCount = 0
      while batch.lines.count < batchCountMax, byteCount < batchByteCountMax, let line = try nextLine() {
        byteCount += line.count
        batch.lines.append(line)
      }
      if batch.lines.isEmpty { return nil }
      lineCount += batch.lines.count
      batchCount += 1
      return batch
    }
  }

  private struct Batch: Sendable {
    let place: Int
    var entries: [EventPublisher.Entry] = []
    var refusals: [(number: Int, refusal: Refusal)] = []
  }

  private func check(_ lines: Lines) -> Batch {
    var batch = Batch(place: lines.place)
    batch.entries.reserveCapacity(lines.lines.count)
    for (number, line) in zip(lines.firstNumber..., lines.lines) {
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      do throws(Refusal) {
        batch.entries.append(try entry(of: line))
      } catch {
        batch.refusals.append((number, error))
      }
    }
    return batch
  }

  /// Checks a line as a worker would.
  private func entry(of line: [UInt8]) throws(Refusal) -> EventPublisher.Entry {
    let line = try ImportLine.parse(line)
    guard ConsumerGroup.outcomeWorkers.eventTypes.contains(line.eventType) else {
      throw Refusal(
        .unknownEventType,
        field: "event_type",
        message: "Field `event_type` must be agent.action, customer.reply or deal.stage; others are the fleet's own."
      )
    }
    try decoder.check(line)
    return .init(key: StreamKey(line.eventType, tenant: line.tenantID), fields: line.fields)
  }
}
