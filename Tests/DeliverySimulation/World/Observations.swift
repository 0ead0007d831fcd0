/// What an all-seeing observer notes; nobody in the simulation can read it.
struct Observations: Hashable, Sendable {
  /// The publication of each entry, by stream, in the order of their ids; -1 is an entry of the relay.
  var published: [[Int]] = StreamName.allCases.map { _ in [] }
  /// Entries that Redis lost, by stream.
  var lost: [Set<Int>] = StreamName.allCases.map { _ in [] }
  /// Entries whose handling was committed, by stream.
  var applied: [Set<Int>] = StreamName.allCases.map { _ in [] }
  /// Entries that a process worked on when it died, by stream: nobody may be left who would withdraw their letters.
  var orphaned: [Set<Int>] = StreamName.allCases.map { _ in [] }
  var hasLostSamples: Bool { !lost[StreamName.samples.rawValue].isEmpty }
  /// Letters that Redis lost, by stream.
  var lostLetters: [Set<Int>] = StreamName.allCases.map { _ in [] }
  /// Handlings that began since the entry was last given back, by stream and entry.
  var beginnings: [[Int: Int]] = StreamName.allCases.map { _ in [:] }
  /// Deaths that entries caused.
  var deathCount = 0
  /// How often a process was killed, stopped or silenced from outside.
  var interruptionCount = 0
  /// How often a group was made anew.
  var groupCount = 0
  var violation: String?

  /// How many entries may be handled together when the handling of each begins for this time (CONTRACT, TrialRecord).
  static func companyMax(beginnings: Int) -> Int {
    switch beginnings {
    case ...1: .max
    case 2: 256
    case 3: 32
    case 4: 4
    default: 1
    }
  }
}
