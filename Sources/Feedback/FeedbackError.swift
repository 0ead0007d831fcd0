/// Why something that came from outside isn't taken as feedback, and what to do about it. Holds nothing of what came.
public struct FeedbackError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, CaseIterable, Sendable {
    /// Not of the form that is read here at all.
    case malformed
    case missingField = "missing_field"
    case invalidField = "invalid_field"
    /// A member that nobody would read: a misspelling must not vanish.
    case unknownField = "unknown_field"
    case tooLarge = "too_large"
    /// Not signed by a key of ours, or changed since.
    case invalidLink = "invalid_link"
    case expiredLink = "expired_link"
    /// Signed by us, for something else.
    case otherPurpose = "other_purpose"
    /// Not signed with Slack's secret, or changed since.
    case invalidSignature = "invalid_signature"
    /// Outside the window in which a request of Slack's is taken.
    case staleRequest = "stale_request"
    /// Slack's, and about something else than feedback.
    case otherInteraction = "other_interaction"
  }

  public let code: Code
  /// The member or header at fault, such as `rating`; `nil` where none is.
  public let field: String?
  /// One sentence for whoever sent it.
  public let message: String

  /// The same thing is refused the same way again.
  public var isRetriable: Bool { false }
  public var description: String { message }

  init(_ code: Code, field: String? = nil, _ message: String) {
    self.code = code
    self.field = field
    self.message = message
  }

  /// `remedy` is a clause: "name the conversation by its UUID".
  static func missing(_ field: String, _ remedy: String) -> Self {
    Self(.missingField, field: field, "Field `\(field)` is required but absent or empty; \(remedy).")
  }

  /// `expectation` follows the field's name: "must be a UUID".
  static func invalid(_ field: String, _ expectation: String) -> Self {
    Self(.invalidField, field: field, "Field `\(field)` \(expectation).")
  }

  /// The one answer to every token that we didn't sign, so that it tells nothing about how close a forgery came.
  static var invalidLink: Self {
    Self(.invalidLink, "The link is not valid; ask for a new one.")
  }
}
