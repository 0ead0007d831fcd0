/// What ``SpilledRecords`` can hold: plain bytes, with a hash by which equals find each other.
protocol SpilledRecord: BitwiseCopyable, Sendable {
  /// Spread evenly over all values. Two things with the same one are taken for the same: with 64 bits that is less likely
  /// than one in a million for three million things.
  var hash: UInt64 { get }
}

/// Any number of records in bounded memory, in partitions by their hash: a partition keeps a chunk in memory, and a full
/// chunk goes to a temporary file. What belongs together is in the same partition of two such sets, so that they are
/// compared partition by partition, each with a 256th of the records.
struct SpilledRecords<Record: SpilledRecord> {
  static var partitionCount: Int { 256 }
  /// Bytes of a chunk: all of them together are the most that stays in memory, 2 MiB.
  static var chunkByteCount: Int { 8192 }

  private struct Partition {
    var chunk: [Record] = []
    /// Where its full chunks begin.
    var offsets: [Int] = []
  }

  private var partitions = [Partition](repeating: Partition(), count: partitionCount)
  /// `nil` while nothing has been spilled.
  private var file: SpillFile?
  private(set) var count = 0

  private static var chunkCount: Int { max(1, chunkByteCount / MemoryLayout<Record>.stride) }

  /// Bytes in the temporary file.
  var spilledByteCount: Int { file?.byteCount ?? 0 }

  mutating func append(_ record: Record) throws {
    let index = Int(record.hash >> 56)
    if partitions[index].chunk.count == Self.chunkCount { try spill(index) }
    partitions[index].chunk.append(record)
    count += 1
  }

  private mutating func spill(_ index: Int) throws {
    let file = try file ?? SpillFile()
    self.file = file
    let offset = try partitions[index].chunk.withUnsafeBytes { try file.append($0) }
    partitions[index].offsets.append(offset)
    partitions[index].chunk.removeAll(keepingCapacity: true)
  }

  /// The records of one partition, in the order of their hashes.
  func partition(_ index: Int) throws -> [Record] {
    let partition = partitions[index]
    let spilledCount = partition.offsets.count * Self.chunkCount
    var records = try [Record](unsafeUninitializedCapacity: spilledCount + partition.chunk.count) { buffer, count in
      guard let file else { return }
      for (number, offset) in partition.offsets.enumerated() {
        let start = number * Self.chunkCount
        let chunk = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[start..<start + Self.chunkCount])
        )
        try file.read(into: chunk, at: offset)
        count = start + Self.chunkCount
      }
    }
    records += partition.chunk
    records.sort { $0.hash < $1.hash }
    return records
  }

  /// How many different hashes there are.
  func distinctCount() throws -> Int {
    var distinct = 0
    for index in 0..<Self.partitionCount {
      var last: UInt64?
      for record in try partition(index) where record.hash != last {
        distinct += 1
        last = record.hash
      }
    }
    return distinct
  }
}

extension Array where Element: SpilledRecord {
  /// The records with a hash, of an array in the order of hashes.
  func records(hash: UInt64) -> SubSequence {
    var lower = startIndex
    var upper = endIndex
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle].hash < hash { lower = middle + 1 } else { upper = middle }
    }
    return self[lower...].prefix { $0.hash == hash }
  }
}
