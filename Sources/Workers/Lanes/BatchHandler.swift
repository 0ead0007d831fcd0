import EventModel
import Streams

/// What a lane does with the entries that it pulled.
protocol BatchHandler: Sendable {
  var group: ConsumerGroup { get }

  /// Applies the entries in one transaction, each once and in any order. When it returns, everything is committed but
  /// the entries that it gives back, which can never be applied.
  ///
  /// - Throws: with nothing applied, or with its outcome unknown; doing it again is harmless.
  func handle(_ entries: [DeliveredEntry]) async throws -> [DeadLetterQueue.Burial]
}
