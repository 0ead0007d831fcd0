import EventModel
import Feedback
import HTTPTypes
import PostgresClient
import Settings
import Store

/// Votes by the buttons of a Slack message: signed by Slack, within its replay window, for the link's reviewer alone.
///
/// A button's value is seen by everybody in the channel, so it isn't enough: the tenant's setting `slack_users` says whom
/// of Slack's people a reviewer is, and a click of anybody else is refused.
struct SlackRoutes: Sendable {
  private static let setting = "slack_users"

  let services: APIServices

  var routes: [Route] {
    [
      .open(
        .post,
        "/feedback/slack",
        writes: true,
        body: .form(byteCountMax: SlackVerifier.bodyByteCountMax),
        vote
      )
    ]
  }

  @Sendable private func vote(_ request: OpenRequest) async throws -> APIAnswer {
    guard let verifier = SlackVerifier(signingSecrets: services.settings.slackSecrets) else {
      throw Problem(.notConfigured, "Slack's buttons need RECKONER_SLACK_SIGNING_SECRETS.")
    }
    let signer = try services.linkSigner(for: "Slack's buttons")
    let vote = try SlackVote(
      SlackRequest(
        timestamp: Self.header("X-Slack-Request-Timestamp", request.headers),
        signature: Self.header("X-Slack-Signature", request.headers),
        body: request.body
      ),
      verifier: verifier,
      signer: signer,
      now: request.now
    )
    try await check(vote)
    _ = try await LinkRoutes.record(vote.submission, by: vote.link, now: request.now, services)
    return .json(
      .object([
        "response_type": .string("ephemeral"),
        "replace_original": .bool(false),
        "text": .string("Thank you: your vote is recorded. Voting again replaces it."),
      ])
    )
  }

  /// Whether the person who clicked is the reviewer whose vote it would be.
  private func check(_ vote: SlackVote) async throws {
    let tenant = vote.link.tenantID
    let settings = try await services.postgres(of: tenant).send(LoadSettings([tenant]))
    let users = try settings.first { $0.key == Self.setting }.map { try JSONParser.parse(Array($0.value.utf8)) }
    guard users?[vote.userID.text] == .string(vote.link.reviewerID.text) else {
      throw Problem(
        .forbidden,
        "The button is another person's; or the tenant's setting \(Self.setting) doesn't name this Slack user."
      )
    }
  }

  private static func header(_ name: String, _ headers: HTTPFields) -> String? {
    HTTPField.Name(name).flatMap { headers[$0] }
  }
}
