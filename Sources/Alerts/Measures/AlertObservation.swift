public import EventModel

// The kinds exist as types only: no value of them is ever made.
public enum AlertSubjectKind {}
public enum AlertKind {}

/// What a rule speaks of: an action type, a stream, a reviewer, or the tenant as a whole.
public typealias AlertSubject = TextIdentifier<AlertSubjectKind>
/// One alert, from its opening to its end.
public typealias AlertID = UUIDIdentifier<AlertKind>

extension AlertSubject {
  /// The tenant as a whole.
  public static var tenant: AlertSubject { AlertSubject("all") }
}

/// What one rule sees of one subject at one time.
public struct AlertObservation: Sendable, Equatable {
  /// A name and its value, for a line of a message.
  public struct Fact: Hashable, Sendable {
    public let name: String
    public let text: String

    public init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The numbers behind it, in the unit of the rule's figure.
  public struct Figures: Hashable, Sendable {
    public let observed: Double
    /// Where it becomes bad; `nil` where there is only yes or no.
    public let threshold: Double?
    /// What it is compared with.
    public let baseline: Double?
    public let sampleCount: Int64?

    public init(observed: Double, threshold: Double?, baseline: Double? = nil, sampleCount: Int64? = nil) {
      self.observed = observed
      self.threshold = threshold
      self.baseline = baseline
      self.sampleCount = sampleCount
    }
  }

  public let subject: AlertSubject
  public let standing: AlertStanding
  /// `nil` where data is missing.
  public let figures: Figures?
  /// A headline that holds where the figure is bad.
  public let title: String
  /// Sentences with the numbers, the samples and the period, whatever the standing.
  public let lines: [String]
  /// What to do where the figure is bad, a sentence; `nil` where there is nothing to do.
  public let advice: String?
  public let facts: [Fact]
  public let evidence: JSONValue
  /// What the next look compares with, where nothing is wrong now.
  public let reference: Double?
  /// By what the next look tells whether anything has moved.
  public let mark: String?

  public init(
    subject: AlertSubject,
    standing: AlertStanding,
    figures: Figures?,
    title: String,
    lines: [String],
    advice: String? = nil,
    facts: [Fact] = [],
    evidence: JSONValue = .object([JSONMember]()),
    reference: Double? = nil,
    mark: String? = nil
  ) {
    self.subject = subject
    self.standing = standing
    self.figures = figures
    self.title = title
    self.lines = lines
    self.advice = advice
    self.facts = facts
    self.evidence = evidence
    self.reference = reference
    self.mark = mark
  }

  /// The sentences a line each, with the advice where there is something to do.
  func explanation(isOpen: Bool) -> String {
    (lines + (isOpen ? advice.map { [$0] } ?? [] : [])).joined(separator: "\n")
  }

  /// Too little data to tell.
  static func missing(_ subject: AlertSubject, _ reason: String) -> AlertObservation {
    AlertObservation(subject: subject, standing: .missing, figures: nil, title: reason, lines: [reason])
  }
}
