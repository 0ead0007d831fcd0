import Delivery

/// Which streams to look at next, so that every stream has its turn and those that failed are looked at each time; and what
/// is known of them all.
struct GroupWatch {
  /// Streams that one look asks about.
  let countMax: Int
  private(set) var missing: [StreamKey] = []
  private var position = 0

  init(countMax: Int) {
    self.countMax = countMax
  }

  /// The streams of the next look.
  /// - Parameter keys: every stream that the process reads.
  mutating func next(of keys: [StreamKey]) -> [StreamKey] {
    // What the process no longer reads isn't missed.
    if !missing.isEmpty { missing.removeAll { [known = Set(keys)] in !known.contains($0) } }
    let failed = missing.prefix(countMax)
    var chosen = Array(failed)
    let known = Set(failed)
    for _ in 0..<min(countMax - chosen.count, keys.count) {
      if position >= keys.count { position = 0 }
      if !known.contains(keys[position]) { chosen.append(keys[position]) }
      position += 1
    }
    return chosen
  }

  /// Notes what a look found.
  mutating func note(_ looked: [StreamKey], missing found: [StreamKey]) {
    let seen = Set(looked)
    missing = found + missing.filter { !seen.contains($0) }
  }
}
