/// How a read is divided among the streams of one tenant, so that they advance through time together: the events of a
/// conversation lie in several streams, and folding it is cheapest when they come at once.
///
/// Times are those of entry ids, in milliseconds. A stream that is ahead of the others gets less, but never nothing: a
/// producer may choose ids as it likes.
struct ReadShares {
  /// What a stream that is ahead gets at least, as a part of the whole.
  static let shareMin = 1.0 / 500

  /// How far a stream was read, and how many of its entries there are in a millisecond.
  struct Progress {
    private(set) var time: Double
    private(set) var density: Double

    /// - Parameters:
    ///   - count: entries that were read, above 0.
    ///   - first, last: the times of the first and the last of them.
    init(count: Int, from first: UInt64, through last: UInt64) {
      time = Double(last)
      density = Self.density(of: count, from: first, through: last)
    }

    /// Learns from the next read.
    mutating func advance(count: Int, from first: UInt64, through last: UInt64) {
      // Half of it is news: a stream's traffic changes, and a short read says little.
      density = (density + Self.density(of: count, from: Swift.min(first, UInt64(time)), through: last)) / 2
      time = Double(last)
    }

    private static func density(of count: Int, from first: UInt64, through last: UInt64) -> Double {
      Double(count) / Swift.max(1, Double(last) - Double(first))
    }
  }

  /// How many entries to ask each stream for.
  /// - Parameters:
  ///   - total: entries of all streams together, about.
  ///   - streams: what is known of each; nothing of one that wasn't read yet.
  /// - Returns: one count for each stream, above 0.
  static func counts(of total: Int, among streams: [Progress?]) -> [Int] {
    let equal = Swift.max(1, total / Swift.max(1, streams.count))
    let known = streams.compactMap { $0 }
    guard known.count == streams.count, let end = commonTime(total, known) else {
      return streams.map { _ in equal }
    }
    return known.map { progress in
      let wanted = progress.density * Swift.max(0, end - progress.time)
      let least = Swift.max(1, Double(total) * shareMin)
      return Int(Swift.min(Swift.max(wanted, least), Double(Swift.max(1, total))).rounded())
    }
  }

  /// The time that all streams reach with so many entries in all; those that are beyond it wait for the others.
  private static func commonTime(_ total: Int, _ streams: [Progress]) -> Double? {
    var behind = streams.sorted { $0.time < $1.time }
    while !behind.isEmpty {
      let density = behind.reduce(0) { $0 + $1.density }
      let start = behind[0].time
      let covered = behind.reduce(0) { $0 + $1.density * ($1.time - start) }
      let end = start + (Double(total) + covered) / density
      if end >= behind[behind.count - 1].time { return end.isFinite ? end : nil }
      behind.removeLast()
    }
    return nil
  }
}
