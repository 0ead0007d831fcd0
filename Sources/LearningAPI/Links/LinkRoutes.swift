import Access
import EventModel
import Feedback
import FoundationEssentials
import HTTPTypes
import Hummingbird
import PostgresClient
import Settings
import Store

/// Votes without a token: signed links for e-mail and chat.
///
/// A GET never votes, because scanners and previews follow links: it shows a form, which posts.
struct LinkRoutes: Sendable {
  private static let daysMax: Int64 = 30
  private static let daysDefault: Int64 = 7

  let services: APIServices

  var routes: [Route] {
    [
      .post("/feedback/links", .labellers, make),
      .open(.get, "/feedback/links/{token}", writes: false, show),
      .open(
        .post,
        "/feedback/links/{token}",
        writes: true,
        body: .form(byteCountMax: LinkVote.bodyByteCountMax),
        vote
      ),
    ]
  }

  @Sendable private func make(_ request: APIRequest) async throws -> APIAnswer {
    let signer = try services.linkSigner(for: "Links")
    var body = try BodyReader(request.body)
    let conversation: ConversationID? = body.identifier("conversation_state_id")
    if conversation == nil { body.fault("conversation_state_id", "is required") }
    let type: FeedbackTargetType = body.choice("target_type") ?? .decision
    let target = body.text("target_id", scalarCountMax: FeedbackSubmission.targetIDScalarCountMax)
    if target == nil { body.fault("target_id", "is required") }
    let reviewer = body.text("reviewer_id", scalarCountMax: SignedLink.reviewerIDScalarCountMax)
    let rating = body.integer("rating", in: -1...1).flatMap { FeedbackRating(Int($0), source: .inline) }
    let days = body.integer("days", in: 1...Self.daysMax) ?? Self.daysDefault
    try body.finish()
    guard let conversation, let target else { throw Problem.notFound("conversation with outcomes") }
    // Whoever holds a link acts as the reviewer in it; a rep makes links for the own votes alone.
    if let reviewer, reviewer != request.principal.userID, request.principal.role == .rep {
      throw Problem(.forbidden, "A rep makes links for the own feedback alone; leave `reviewer_id` out.")
    }
    _ = try await OutcomeAccess.conversation(conversation, for: request)
    let link = SignedLink(
      id: LinkID(UUID()),
      tenantID: request.tenant,
      reviewerID: ReviewerID(reviewer ?? request.principal.userID),
      conversationID: conversation,
      target: FeedbackTarget(type, id: target),
      purpose: .rate,
      rating: rating,
      expiresAt: request.now + .days(days)
    )
    let token = try signer.token(for: link)
    let path = "\(LearningAPI.prefix)/feedback/links/\(token)"
    return .json(
      .object([
        "token": .string(token),
        "url": .text(services.settings.publicURL.map { $0 + path }),
        "path": .string(path),
        "expires_at": .time(link.expiresAt),
      ]),
      status: .created
    )
  }

  @Sendable private func show(_ request: OpenRequest) async throws -> APIAnswer {
    let signer = try services.linkSigner(for: "Links")
    guard let token = request.parameters.get("token") else { throw Problem.notFound("link") }
    let link = try signer.link(in: token, purpose: .rate, now: request.now)
    return .text(LinkPage.form(link, token: token), contentType: "text/html; charset=utf-8")
  }

  @Sendable private func vote(_ request: OpenRequest) async throws -> APIAnswer {
    let vote = try LinkVote(form: request.body, signer: try services.linkSigner(for: "Links"), now: request.now)
    _ = try await Self.record(vote.submission, by: vote.link, now: request.now, services)
    return .text(LinkPage.thanks(vote.submission.rating), contentType: "text/html; charset=utf-8")
  }

  /// A link's vote is its reviewer's. What the reviewer may see was looked at when the link was made.
  static func record(
    _ submission: FeedbackSubmission,
    by link: SignedLink,
    now: Timestamp,
    _ services: APIServices
  ) async throws -> FeedbackID {
    let postgres = services.postgres(of: link.tenantID)
    let outcomes = try await postgres.send(
      ListConversationOutcomes(ConversationKey(tenantID: link.tenantID, conversationID: link.conversationID))
    )
    if outcomes.isEmpty { throw Problem.notFound("conversation with outcomes") }
    let reviewer = FeedbackDesk.Reviewer(tenant: link.tenantID, id: link.reviewerID, role: Role.rep.rawValue)
    let id = try await FeedbackDesk(postgres: postgres, now: now).record(submission, by: reviewer, outcomes: outcomes)
    await services.tell(.feedback, of: link.tenantID, rep: outcomes.first?.repID, now: now)
    return id
  }
}
