import Calibration

/// Reads a sorted chunk from a temporary file, a buffer at a time.
struct RunCursor {
  /// Groups of a buffer: 40 KiB.
  private static let bufferCountMax = 1024

  private let file: SpillFile
  private var offset: Int
  private var remainingCount: Int
  private var buffer: [ConfidenceGroup] = []
  private var position = 0

  init(_ run: SpilledRun, in file: SpillFile) throws {
    self.file = file
    offset = run.offset
    remainingCount = run.count
    try fill()
  }

  /// The group that is next; `nil` after the last.
  var current: ConfidenceGroup? { position < buffer.count ? buffer[position] : nil }

  mutating func advance() throws {
    position += 1
    if position == buffer.count { try fill() }
  }

  private mutating func fill() throws {
    let count = min(remainingCount, Self.bufferCountMax)
    let (file, offset) = (file, offset)
    buffer = try [ConfidenceGroup](unsafeUninitializedCapacity: count) { memory, initialized in
      try file.read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[..<count])),
        at: offset
      )
      initialized = count
    }
    self.offset += count * MemoryLayout<ConfidenceGroup>.stride
    remainingCount -= count
    position = 0
  }
}
