public import EventModel

/// A vote by a click in Slack, checked: the request is Slack's and recent, the button's value is a link that we signed,
/// and the link says the rating.
///
/// Slack sends a click whenever the button is clicked, so it sets the person's rating and never adds one. The link says
/// for whom the button was made, `userID` who clicked: the caller makes sure that they are the same person before it
/// records the vote.
public struct SlackVote: Hashable, Sendable {
  /// What the `action_id` of each of our buttons begins with; ids differ within a message.
  public static let actionIDPrefix = "reckoner_feedback"

  public let link: SignedLink
  public let submission: FeedbackSubmission
  public let userID: SlackUserID
  public let teamID: SlackTeamID
  /// When the person clicked, by Slack's clock, so that of two clicks that overtake each other the later one counts.
  public let votedAt: Timestamp

  public init(
    _ request: SlackRequest,
    verifier: SlackVerifier,
    signer: LinkSigner,
    now: Timestamp
  ) throws(FeedbackError) {
    let sentAt = try verifier.verify(request, now: now)
    let click = try SlackClick(body: request.body)
    link = try signer.link(in: click.token, purpose: .rate, now: now)
    submission = try link.submission()
    userID = click.userID
    teamID = click.teamID
    votedAt = click.clickedAt ?? sentAt
  }
}
