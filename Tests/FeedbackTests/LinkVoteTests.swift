import EventModel
import Feedback
import Testing

struct LinkVoteTests {
  private static func signer() throws -> LinkSigner {
    let key = try #require(SigningKey([UInt8](0..<32)))
    return try #require(LinkSigner(keys: [key]))
  }

  private static func token(purpose: LinkPurpose = .rate, rating: Int? = nil) throws -> String {
    try signer().token(
      for: SignedLink(
        id: Known.id(5),
        tenantID: Known.tenant,
        reviewerID: ReviewerID("rep-7"),
        conversationID: Known.conversation,
        target: FeedbackTarget(.message, id: "m"),
        purpose: purpose,
        rating: rating.flatMap { FeedbackRating($0, source: .inline) },
        expiresAt: Known.noon + .days(1)
      )
    )
  }

  private static func vote(_ form: String, now: Timestamp = Known.noon) throws -> Result<LinkVote, FeedbackError> {
    let signer = try signer()
    return Result { () throws(FeedbackError) in try LinkVote(form: Array(form.utf8), signer: signer, now: now) }
  }

  private static func code(_ result: Result<LinkVote, FeedbackError>) -> FeedbackError.Code? {
    switch result {
    case .success: nil
    case .failure(let error): error.code
    }
  }

  @Test func `a form votes what its reader chose`() throws {
    let token = try Self.token()
    let vote = try Self.vote("token=\(token)&rating=-1&comment=Too+late%2C+but+kind%20%F0%9F%91%8D&send=Send").get()
    #expect(vote.submission.rating == FeedbackRating(-1, source: .inline))
    #expect(vote.submission.comment == "Too late, but kind \u{1F44D}")
    #expect(vote.submission.target == FeedbackTarget(.message, id: "m"))
    #expect(vote.link.reviewerID == ReviewerID("rep-7"))
    let bare = try Self.vote("rating=0&token=\(token)&comment=").get()
    #expect(bare.submission.rating.value == 0)
    #expect(bare.submission.comment == nil)
  }

  @Test func `a link that casts one vote needs no choice, and takes no other`() throws {
    let token = try Self.token(rating: 1)
    #expect(try Self.vote("token=\(token)").get().submission.rating.value == 1)
    #expect(try Self.vote("token=\(token)&rating=1").get().submission.rating.value == 1)
    #expect(Self.code(try Self.vote("token=\(token)&rating=-1")) == .invalidField)
  }

  @Test func `what isn't a vote is refused for its reason`() throws {
    let token = try Self.token()
    let cases: [(form: String, code: FeedbackError.Code)] = [
      ("", .missingField), ("rating=1", .missingField), ("token=\(token)", .missingField),
      ("token=\(token)&token=\(token)&rating=1", .missingField), ("token=\(token)x&rating=1", .invalidLink),
      ("token=\(token)&rating=2", .invalidField), ("token=\(token)&rating=up", .invalidField),
      ("token=\(token)&rating=1&comment=%FF", .invalidField), ("token=\(token)&rating=1&comment=%00", .invalidField),
      ("token=\(token)&rating=%1", .malformed), ("token=\(try Self.token(purpose: .withdraw))", .otherPurpose),
      ("token=\(token)&rating=1&comment=\(String(repeating: "x", count: 2001))", .invalidField),
      (String(repeating: "x", count: LinkVote.bodyByteCountMax + 1), .tooLarge),
    ]
    for (form, code) in cases {
      #expect(Self.code(try Self.vote(form)) == code, "\(form.prefix(600))")
    }
    #expect(Self.code(try Self.vote("token=\(token)&rating=1", now: Known.noon + .days(1))) == .expiredLink)
  }
}
