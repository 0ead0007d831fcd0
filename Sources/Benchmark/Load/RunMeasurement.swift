/// What one run took.
struct RunMeasurement: Hashable, Sendable {
  let eventCount: Int
  let seconds: Double
  /// Of these, those after every event was committed and its samples published: the last samples' way into their bins.
  let tailSeconds: Double
  /// Seconds of processor time by program.
  let programSeconds: [String: Double]
  /// The most memory of one process, by program, in bytes.
  let peakByteCounts: [String: Int]
  let redisSeconds: Double
  /// `nil` where the server runs on another machine.
  let postgresSeconds: Double?
  let walByteCount: Int64
  let commitCount: Int64
  let rowCount: Int64
  let heapOnlyCount: Int64
  let deadCount: Int64

  var eventsPerSecond: Double { Double(eventCount) / seconds }
}

extension [RunMeasurement] {
  /// What the runs cost, in figures without targets: seconds of processor time for a million events by process, and what
  /// was written for an event.
  var costs: [Figure] {
    guard let first else { return [] }
    var figures: [Figure] = []
    func add(_ name: String, unit: String, _ value: (RunMeasurement) -> Double) {
      figures.append(.cost(name, unit: unit, samples: map(value)))
    }
    let programs = first.programSeconds.keys.sorted()
    for name in programs {
      add("cpu \(name)", unit: "s/million events") { ($0.programSeconds[name] ?? 0) / Double($0.eventCount) * 1e6 }
    }
    add("cpu redis", unit: "s/million events") { $0.redisSeconds / Double($0.eventCount) * 1e6 }
    if allSatisfy({ $0.postgresSeconds != nil }) {
      add("cpu postgresql", unit: "s/million events") { ($0.postgresSeconds ?? 0) / Double($0.eventCount) * 1e6 }
    }
    add("wal", unit: "bytes/event") { Double($0.walByteCount) / Double($0.eventCount) }
    add("commits", unit: "1/event") { Double($0.commitCount) / Double($0.eventCount) }
    add("rows written", unit: "1/event") { Double($0.rowCount) / Double($0.eventCount) }
    add("heap-only updates", unit: "1/event") { Double($0.heapOnlyCount) / Double($0.eventCount) }
    add("dead rows at the end", unit: "1/event") { Double($0.deadCount) / Double($0.eventCount) }
    add("last samples into their bins", unit: "s") { $0.tailSeconds }
    for name in programs {
      add("peak memory \(name)", unit: "MB") { Double($0.peakByteCounts[name] ?? 0) / 1e6 }
    }
    return figures
  }
}
