/// What the conservation check found.
public struct VerificationReport: Sendable, Encodable {
  /// One kind of broken promise.
  public struct Problem: Sendable, Encodable {
    /// The code of a ``VerificationProblem``, such as `entry_unaccounted`.
    public let kind: String
    /// What it means, in a sentence.
    public let meaning: String
    /// What to do, in a sentence.
    public let remedy: String
    public internal(set) var count: Int
    /// The first rows or entries in the order of their keys, by their ids.
    public internal(set) var examples: [String]
  }

  /// How the entries that are still in the streams stand. They add up to all of them.
  public struct Entries: Sendable, Encodable {
    public internal(set) var applied = 0
    public internal(set) var pending = 0
    public internal(set) var unread = 0
    public internal(set) var dead = 0
    /// Acknowledged, and older than what the tenant keeps.
    public internal(set) var pastRetention = 0

    enum CodingKeys: String, CodingKey {
      case applied, pending, unread, dead
      case pastRetention = "past_retention"
    }
  }

  /// The dead letters of all streams.
  public struct Letters: Sendable, Encodable {
    public internal(set) var total = 0
    /// By the code of a `RefusalReason`; `unknown` where it is none.
    public internal(set) var byReason: [String: Int] = [:]
    /// Letters of streams whose index is still to be built: an earlier release wrote them.
    public internal(set) var unindexed = 0

    enum CodingKeys: String, CodingKey {
      case total, unindexed
      case byReason = "by_reason"
    }
  }

  /// Examples that are named of each kind.
  static let exampleCountMax = 5

  public internal(set) var entries = Entries()
  public internal(set) var calibrationEntries = Entries()
  /// Entries of erased conversations that have not been removed yet: neither applied nor lost.
  public internal(set) var erasedEntries = 0
  public internal(set) var letters = Letters()
  public internal(set) var recordedEvents = 0
  /// Events that PostgreSQL has and Redis has no longer (trimmed, flushed): no loss.
  public internal(set) var forgottenByRedis = 0
  /// Entries that Redis cut off before their group had read them, as counted by the workers since the beginning.
  public internal(set) var trimmedUnread = 0
  /// Streams whose group doesn't exist at this moment; their entries count as unread.
  public internal(set) var streamsWithoutGroup = 0
  public internal(set) var conversations = 0
  public internal(set) var outcomes = 0
  public internal(set) var conversions = 0
  public internal(set) var samples = 0
  public internal(set) var bins = 0
  /// Conversations that are due at this moment; a problem only when they stay so.
  public internal(set) var dueConversations = 0
  /// Samples on their way to the aggregators at this moment.
  public internal(set) var samplesOnTheirWay = 0
  /// Windows that have ended and wait for the next sweep.
  public internal(set) var overdueOutcomes = 0
  public internal(set) var problems: [Problem] = []

  /// Whether every promise holds.
  public var holds: Bool { problems.isEmpty }

  mutating func add(_ kind: VerificationProblem, _ example: String, count: Int = 1) {
    add(kind, [example], count: count)
  }

  /// Adds findings of one kind.
  /// - Parameters:
  ///   - examples: the first of them.
  ///   - count: all of them; none leaves the report as it is.
  mutating func add(_ kind: VerificationProblem, _ examples: [String], count: Int) {
    if count == 0 { return }
    if !problems.contains(where: { $0.kind == kind.rawValue }) {
      problems.append(
        Problem(kind: kind.rawValue, meaning: kind.meaning, remedy: kind.remedy, count: 0, examples: [])
      )
    }
    for index in problems.indices where problems[index].kind == kind.rawValue {
      problems[index].count += count
      let room = Self.exampleCountMax - problems[index].examples.count
      problems[index].examples += examples.prefix(room)
    }
  }

  enum CodingKeys: String, CodingKey {
    case entries, letters, conversations, outcomes, conversions, samples, bins, problems
    case erasedEntries = "erased_entries"
    case calibrationEntries = "calibration_entries"
    case recordedEvents = "recorded_events"
    case forgottenByRedis = "forgotten_by_redis"
    case trimmedUnread = "trimmed_unread"
    case streamsWithoutGroup = "streams_without_group"
    case dueConversations = "due_conversations"
    case samplesOnTheirWay = "samples_on_their_way"
    case overdueOutcomes = "overdue_outcomes"
  }
}
