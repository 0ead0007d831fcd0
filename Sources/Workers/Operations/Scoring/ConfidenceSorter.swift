import Calibration

/// Sorts groups of samples by their confidence in bounded memory: chunks are sorted, equal confidences put together, and
/// full chunks written to a temporary file, from which they are merged.
///
/// Confidences of a few digits never fill a chunk, and need no file.
struct ConfidenceSorter {
  /// Groups of a chunk: 20 MiB.
  static let chunkCountDefault = 1 << 19

  private let chunkCountMax: Int
  private var chunk: [ConfidenceGroup] = []
  private var runs: [SpilledRun] = []
  private var file: SpillFile?

  init(chunkCountMax: Int = chunkCountDefault) {
    self.chunkCountMax = chunkCountMax
  }

  /// Chunks that were written.
  var runCount: Int { runs.count }

  mutating func add(_ group: ConfidenceGroup) throws {
    chunk.append(group)
    guard chunk.count >= chunkCountMax else { return }
    sortChunk()
    // What has shrunk to half is worth filling up again.
    if chunk.count > chunkCountMax / 2 { try spill() }
  }

  /// Hands out every group in ascending order, each confidence once.
  mutating func forEachAscending(_ body: (ConfidenceGroup) -> Void) throws {
    sortChunk()
    guard let file else { return chunk.forEach(body) }
    if !chunk.isEmpty { try spill() }
    var merge = try RunMerge(runs.map { try RunCursor($0, in: file) })
    while let group = try merge.next() { body(group) }
  }

  private mutating func sortChunk() {
    chunk.sort { $0.confidence < $1.confidence }
    chunk.collapse()
  }

  private mutating func spill() throws {
    let file = try file ?? SpillFile()
    self.file = file
    let offset = try chunk.withUnsafeBytes { try file.append($0) }
    runs.append(SpilledRun(offset: offset, count: chunk.count))
    chunk.removeAll(keepingCapacity: true)
  }
}
