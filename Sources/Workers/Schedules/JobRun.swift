public import EventModel
public import Store

/// One time that a job is done.
public struct JobRun: Sendable {
  public let job: ScheduledJob
  /// Whose; ``TenantID/installation`` for what isn't done for each tenant apart.
  public let tenantID: TenantID
  /// What it is done as of: the latest of the occurrences that were due.
  public let dueAt: Timestamp
  /// What time it is.
  public let now: Timestamp

  public init(job: ScheduledJob, tenantID: TenantID = .installation, dueAt: Timestamp, now: Timestamp) {
    self.job = job
    self.tenantID = tenantID
    self.dueAt = dueAt
    self.now = now
  }
}

/// What came of it.
public struct JobReport: Sendable {
  /// In the job's own unit.
  public var count: Int
  /// More that is worth to know, by its name. No payloads.
  public var facts: [JSONMember]
  /// What a person has to look at, in a sentence.
  public var problem: String?
  /// Whether a shutdown ended it early: what is left is to be done again.
  public var isInterrupted: Bool

  public init(count: Int, facts: [JSONMember] = [], problem: String? = nil, isInterrupted: Bool = false) {
    self.count = count
    self.facts = facts
    self.problem = problem
    self.isInterrupted = isInterrupted
  }

  /// JSON text, for the history of a schedule.
  var detail: String {
    var members = [JSONMember("count", .number(JSONNumber(Double(count))))] + facts
    if let problem { members.append(JSONMember("problem", .string(problem))) }
    return String(decoding: JSONWriter.compact(.object(members)), as: UTF8.self)
  }
}
