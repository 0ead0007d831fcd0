public import EventModel
public import FoundationEssentials

/// What people are to be told: a report that was made, an alert that fires, a test of a channel.
///
/// It says the same through every channel; each form takes of it what fits. Nothing in it is a secret.
public struct Notice: Equatable, Sendable {
  /// What a notice is about.
  public enum Kind: String, CaseIterable, Sendable {
    case report, alert, test
  }

  /// How urgent it is, the least first.
  public enum Severity: String, CaseIterable, Comparable, Sendable {
    case info, warning, critical

    public static func < (left: Self, right: Self) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .critical: 2
      }
    }
  }

  /// What happened to what. With the tenant and the channel it makes the id of a delivery: the same subject is never
  /// delivered twice by one channel.
  public struct Subject: Hashable, Sendable {
    public let kind: Kind
    public let id: UUID
    /// A word such as `made`, `firing` or `resolved`.
    public let event: String

    public init(_ kind: Kind, id: UUID, event: String) {
      self.kind = kind
      self.id = id
      self.event = event
    }
  }

  /// Which report it is, for channels that take only some.
  public struct Report: Hashable, Sendable {
    /// A word such as `weekly`.
    public let kind: String
    /// A word such as `executive`; `nil` where it is everybody's.
    public let audience: String?

    public init(kind: String, audience: String? = nil) {
      self.kind = kind
      self.audience = audience
    }
  }

  /// A figure with its name, such as "Success rate", "41 %".
  public struct Fact: Hashable, Sendable {
    public let name: String
    public let text: String

    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  public let subject: Subject
  public let severity: Severity
  /// Of a report.
  public let report: Report?
  /// When it happened.
  public let occurredAt: Timestamp
  /// One line.
  public let title: String
  /// Paragraphs of plain text.
  public let lines: [String]
  public let facts: [Fact]
  /// Where more is to be seen: an address that begins with `https://` or `http://`.
  public let link: String?
  /// A whole page, for mail.
  public let html: String?
  /// The machine's form, for webhooks.
  public let document: JSONValue

  public init(
    _ subject: Subject,
    severity: Severity,
    report: Report? = nil,
    occurredAt: Timestamp,
    title: String,
    lines: [String] = [],
    facts: [Fact] = [],
    link: String? = nil,
    html: String? = nil,
    document: JSONValue = .object([])
  ) {
    self.subject = subject
    self.severity = severity
    self.report = report
    self.occurredAt = occurredAt
    self.title = title
    self.lines = lines
    self.facts = facts
    self.link = link
    self.html = html
    self.document = document
  }
}
