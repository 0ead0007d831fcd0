import Delivery
public import EventModel
import RedisClient
import Streams

/// What became of a letter, or would become of it.
public enum ReplayEffect: Hashable, Sendable {
  /// Its event is applied; the letter is gone.
  case applied
  /// Its event was applied already; the letter is gone.
  case duplicate
  /// It is refused still, or again; the letter is back, and says why.
  case refused(Refusal)
  /// Its handling failed on every attempt; the letter is back, and says why.
  case failed(Refusal)
  /// It is of an erased conversation; the letter is gone, and its entry.
  case erased
  /// Somebody else was done with it first.
  case gone
  /// It lies where it lay, because it could not be handled in time: nobody knows whose fault that is.
  case left

  /// A stable name, as JSON has it.
  public var name: String {
    switch self {
    case .applied: "applied"
    case .duplicate: "duplicate"
    case .refused: "refused"
    case .failed: "failed"
    case .erased: "erased"
    case .gone: "gone"
    case .left: "left"
    }
  }

  /// Why the letter is back; `nil` where it isn't.
  public var refusal: Refusal? {
    switch self {
    case .refused(let refusal), .failed(let refusal): refusal
    case .applied, .duplicate, .erased, .gone, .left: nil
    }
  }
}

/// What a replay did; after a rehearsal, what a replay would do.
public struct ReplayReport: Sendable {
  public let isRehearsal: Bool
  public internal(set) var appliedCount = 0
  public internal(set) var duplicateCount = 0
  public internal(set) var refusedCount = 0
  public internal(set) var failedCount = 0
  /// Letters of erased conversations, which were removed.
  public internal(set) var erasedCount = 0
  public internal(set) var goneCount = 0
  /// Letters that were meant and lie where they lay: beyond the limit, or not handled in time.
  public internal(set) var leftCount = 0
  /// Whether it was stopped before it had seen all letters.
  public internal(set) var isInterrupted = false
  /// Whether a rehearsal could compare every letter with all before it; its memory is bounded.
  public internal(set) var isExact = true
  /// The letters that are back, by their cause of now.
  public internal(set) var groups = DeadLetterGroups()

  init(isRehearsal: Bool) {
    self.isRehearsal = isRehearsal
  }

  /// Letters that were handled.
  public var handledCount: Int {
    appliedCount + duplicateCount + refusedCount + failedCount + erasedCount + goneCount
  }

  /// Whether letters that were meant are in the queue still, or would be.
  public var leavesLetters: Bool { refusedCount + failedCount + leftCount > 0 || isInterrupted }

  mutating func note(_ effect: ReplayEffect, of letter: BuriedEntry, at now: Timestamp) {
    switch effect {
    case .applied: appliedCount += 1
    case .duplicate: duplicateCount += 1
    case .refused: refusedCount += 1
    case .failed: failedCount += 1
    case .erased: erasedCount += 1
    case .gone: goneCount += 1
    case .left: leftCount += 1
    }
    guard let refusal = effect.refusal else { return }
    let back = letter.content.returned(
      to: letter.key.text,
      id: letter.entry.id.description,
      refusal: refusal,
      at: now,
      eventType: letter.key.eventType
    )
    groups.add(
      DeadLetter(reading: back),
      key: letter.key.deadLetterText,
      id: letter.id.description,
      eventType: letter.key.eventType
    )
  }
}
