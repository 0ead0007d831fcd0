import EventModel
public import SettingModel

/// A tenant setting that feedback reads.
public enum FeedbackSetting: String, SettingKey {
  /// Who Slack's people are: a click counts for the reviewer that it names alone.
  case slackUsers = "slack_users"

  static let userCountMax = 10_000

  public var key: String { rawValue }

  public var expectation: String {
    "an object of Slack user ids with the reviewer that each is, such as {\"U012AB3CD\": \"rep-1\"}, at most "
      + "\(Self.userCountMax)"
  }

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: .object,
      expectation: expectation,
      defaultValue: .object([]),
      help: "Which reviewer a person of Slack is; votes by Slack's buttons need it.",
      altersResults: false
    )
  }

  /// Checks a value's JSON text.
  public func check(_ text: String) throws(SettingError) {
    let members = try require(try parse(text).members)
    guard members.count <= Self.userCountMax, members.allSatisfy({ Self.isReviewer($0.value) }) else { throw refusal }
  }

  private static func isReviewer(_ value: JSONValue) -> Bool {
    guard case .string(let text) = value else { return false }
    return !text.isEmpty && text.unicodeScalars.count <= SignedLink.reviewerIDScalarCountMax
  }
}
