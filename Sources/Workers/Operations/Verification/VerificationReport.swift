/// What the conservation check found.
public struct VerificationReport: Sendable, Encodable {
  /// One kind of broken promise.
  public struct Problem: Sendable, Encodable {
    /// A stable name, such as `entry_unaccounted`.
    public let kind: String
    /// What it means and what to do, in a sentence.
    public let meaning: String
    public internal(set) var count: Int
    /// The first rows or entries, by their ids.
    public internal(set) var examples: [String]
  }

  /// How the entries that are still in the streams stand. The four add up to all of them.
  public struct Entries: Sendable, Encodable {
    public internal(set) var applied = 0
    public internal(set) var pending = 0
    public internal(set) var unread = 0
    public internal(set) var dead = 0
  }

  /// Examples that are named of each kind.
  static let exampleCountMax = 5

  public internal(set) var entries = Entries()
  public internal(set) var calibrationEntries = Entries()
  public internal(set) var recordedEvents = 0
  /// Events that PostgreSQL has and Redis has no longer (trimmed, flushed): no loss.
  public internal(set) var forgottenByRedis = 0
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
    if let index = problems.firstIndex(where: { $0.kind == kind.rawValue }) {
      problems[index].count += count
      if problems[index].examples.count < Self.exampleCountMax { problems[index].examples.append(example) }
    } else {
      problems.append(Problem(kind: kind.rawValue, meaning: kind.meaning, count: count, examples: [example]))
    }
  }

  enum CodingKeys: String, CodingKey {
    case entries, conversations, outcomes, conversions, samples, bins, problems
    case calibrationEntries = "calibration_entries"
    case recordedEvents = "recorded_events"
    case forgottenByRedis = "forgotten_by_redis"
    case dueConversations = "due_conversations"
    case samplesOnTheirWay = "samples_on_their_way"
    case overdueOutcomes = "overdue_outcomes"
  }
}
