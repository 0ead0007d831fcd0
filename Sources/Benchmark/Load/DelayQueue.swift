/// Chunks of bytes on their way through a slow link, by the time at which each leaves it: first in, first out.
struct DelayQueue {
  private struct Chunk {
    let leavesAt: ContinuousClock.Instant
    let bytes: [UInt8]
  }

  private var chunks: [Chunk] = []
  private var firstIndex = 0
  /// Of all that is on its way.
  private(set) var byteCount = 0

  /// When the next chunk leaves; `nil` where none is on its way.
  var nextDeparture: ContinuousClock.Instant? {
    firstIndex < chunks.count ? chunks[firstIndex].leavesAt : nil
  }

  mutating func append(_ bytes: [UInt8], leavingAt instant: ContinuousClock.Instant) {
    byteCount += bytes.count
    chunks.append(Chunk(leavesAt: instant, bytes: bytes))
  }

  /// The next chunk that has left by now.
  mutating func next(at now: ContinuousClock.Instant) -> [UInt8]? {
    guard let departure = nextDeparture, departure <= now else { return nil }
    let bytes = chunks[firstIndex].bytes
    byteCount -= bytes.count
    firstIndex += 1
    if firstIndex == chunks.count {
      chunks.removeAll(keepingCapacity: true)
      firstIndex = 0
    }
    return bytes
  }
}
