import EventModel

/// A click on one of our buttons in Slack: the part of a `block_actions` payload that a vote needs.
struct SlackClick {
  /// Who clicked; in a channel that need not be the person whom the link was made for.
  let userID: SlackUserID
  let teamID: SlackTeamID
  /// The button's value: a token of ``LinkSigner``.
  let token: String
  /// When, by Slack's clock; `nil` where the payload doesn't say.
  let clickedAt: Timestamp?

  /// Reads the body of a request, a form with the field `payload`, which is JSON.
  init(body: [UInt8]) throws(FeedbackError) {
    guard let payload = FormBody(body)?.value("payload") else {
      throw FeedbackError(.malformed, "The body must be a form with one field `payload`.")
    }
    let value: JSONValue
    do throws(JSONParsingError) {
      value = try JSONParser.parse(payload)
    } catch {
      throw FeedbackError(.malformed, field: "payload", "Field `payload` is not JSON at byte \(error.byteOffset).")
    }
    try self.init(payload: value)
  }

  private init(payload: JSONValue) throws(FeedbackError) {
    guard payload["type"] == .string("block_actions"), let action = Self.action(in: payload) else {
      throw FeedbackError(.otherInteraction, "The interaction is not about feedback.")
    }
    guard let userID = Self.text(payload["user"]?["id"]) else { throw .missing("user.id", "Slack sends it") }
    // An app of a whole organization gets no `team`, and the person's own workspace beside their id.
    guard let teamID = Self.text(payload["team"]?["id"]) ?? Self.text(payload["user"]?["team_id"]) else {
      throw .missing("team.id", "Slack sends it")
    }
    // A button has its value itself, a menu that of the chosen option.
    guard let token = Self.text(action["value"]) ?? Self.text(action["selected_option"]?["value"]) else {
      throw .missing("actions.value", "make the button anew")
    }
    self.userID = SlackUserID(userID)
    self.teamID = SlackTeamID(teamID)
    self.token = token
    clickedAt = Self.text(action["action_ts"]).flatMap { Timestamp(slackMicroseconds: $0) }
  }

  /// The first action of the payload, of the one that there usually is, that is ours.
  private static func action(in payload: JSONValue) -> JSONValue? {
    guard case .array(let actions)? = payload["actions"] else { return nil }
    return actions.first { text($0["action_id"])?.hasPrefix(SlackVote.actionIDPrefix) == true }
  }

  /// A text that isn't empty and that a row of a table takes.
  private static func text(_ value: JSONValue?) -> String? {
    guard case .string(let text)? = value, !text.isEmpty, text.utf8.count <= LinkSigner.tokenByteCountMax else {
      return nil
    }
    return text
  }
}
