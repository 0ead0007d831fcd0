import Crypto
import EventModel
import Feedback
import Testing

struct SlackVoteTests {
  private static let secret = "a signing secret"
  private static let signingKey = [UInt8](0..<32)
  private static let sentAt = Timestamp(microseconds: 1_770_814_718_000_000)

  private static func signer() throws -> LinkSigner {
    let key = try #require(SigningKey(signingKey))
    return try #require(LinkSigner(keys: [key]))
  }

  private static func token(
    purpose: LinkPurpose = .rate,
    rating: FeedbackRating? = FeedbackRating(1, source: .inline),
    expiresAt: Timestamp = sentAt + .days(7)
  ) throws -> String {
    try signer().token(
      for: SignedLink(
        id: Known.id(5),
        tenantID: Known.tenant,
        reviewerID: ReviewerID("rep-7"),
        conversationID: Known.conversation,
        target: FeedbackTarget(.decision, id: "act-1"),
        purpose: purpose,
        rating: rating,
        expiresAt: expiresAt
      )
    )
  }

  /// A payload with one of our buttons clicked, as Slack's reference shows it.
  private static func payload(
    token: String,
    type: String = "block_actions",
    actionID: String = "reckoner_feedback_up",
    team: String = #"{"id":"T9TK3CUKW","domain":"example"}"#,
    action: String? = nil
  ) -> String {
    let action =
      action ?? """
        {"action_id":"\(actionID)","block_id":"=qXel","type":"button","value":"\(token)",\
        "action_ts":"1770814717.840180","text":{"type":"plain_text","text":"+1 & more","emoji":true}}
        """
    return """
      {"type":"\(type)","team":\(team),"user":{"id":"UA8RXUSPL","username":"jtorrance","team_id":"T9TK3CUKX"},\
      "api_app_id":"AABA1ABCD","token":"9s8d9as89d8as9d8as989","container":{"type":"message_attachment"},\
      "trigger_id":"12466734323.1395872398","actions":[\(action)]}
      """
  }

  /// Every byte that isn't a letter is escaped, and a space is a plus, as browsers and Slack write forms.
  private static func form(_ fields: KeyValuePairs<String, String>) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    let pairs = fields.map { name, value in
      Array("\(name)=".utf8)
        + value.utf8.flatMap { byte -> [UInt8] in
          if byte == UInt8(ascii: " ") { return [UInt8(ascii: "+")] }
          let scalar = Unicode.Scalar(byte)
          if scalar.isASCII && scalar.properties.isAlphabetic { return [byte] }
          return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return Array(pairs.joined(separator: [UInt8(ascii: "&")]))
  }

  private static func vote(_ body: [UInt8], now: Timestamp = sentAt) throws -> Result<SlackVote, FeedbackError> {
    let message = Array("v0:1770814718:".utf8) + body
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Array(secret.utf8)))
    let digits = Array("0123456789abcdef")
    let signature = code.reduce(into: "v0=") { $0.append(contentsOf: [digits[Int($1 >> 4)], digits[Int($1 & 15)]]) }
    let request = SlackRequest(timestamp: "1770814718", signature: signature, body: body)
    let verifier = try #require(SlackVerifier(signingSecrets: [secret]))
    let signer = try signer()
    return Result { () throws(FeedbackError) in try SlackVote(request, verifier: verifier, signer: signer, now: now) }
  }

  private static func code(_ result: Result<SlackVote, FeedbackError>) -> FeedbackError.Code? {
    switch result {
    case .success: nil
    case .failure(let error): error.code
    }
  }

  @Test func `a click is a vote, with who clicked and when`() throws {
    let vote = try Self.vote(Self.form(["payload": Self.payload(token: Self.token())])).get()
    #expect(vote.submission.rating == FeedbackRating(1, source: .inline))
    #expect(vote.submission.target == FeedbackTarget(.decision, id: "act-1"))
    #expect(vote.submission.conversationID == Known.conversation)
    #expect(vote.link.reviewerID == ReviewerID("rep-7"))
    #expect(vote.link.tenantID == Known.tenant)
    #expect(vote.userID == SlackUserID("UA8RXUSPL"))
    #expect(vote.teamID == SlackTeamID("T9TK3CUKW"))
    #expect(vote.votedAt == Timestamp(microseconds: 1_770_814_717_840_180))
  }

  @Test func `an app of an organization, and a menu, vote as well`() throws {
    let token = try Self.token()
    let organization = try Self.vote(Self.form(["payload": Self.payload(token: token, team: "null")])).get()
    #expect(organization.teamID == SlackTeamID("T9TK3CUKX"))
    let menu = #"{"action_id":"reckoner_feedback","type":"static_select","selected_option":{"value":"\#(token)"}}"#
    let other = #"{"action_id":"open_crm","type":"button","value":"x","action_ts":"1770814717.000001"}"#
    let body = Self.form(["a": "b", "payload": Self.payload(token: "", action: "\(other),\(menu)")])
    let chosen = try Self.vote(body).get()
    #expect(chosen.submission.rating == FeedbackRating(1, source: .inline))
    // The action says no time: that of the request, which is signed, is taken.
    #expect(chosen.votedAt == Self.sentAt)
  }

  @Test func `what isn't a vote is refused for its reason`() throws {
    let token = try Self.token()
    let cases: [(name: String, payload: String, code: FeedbackError.Code)] = [
      ("another interaction", Self.payload(token: token, type: "view_submission"), .otherInteraction),
      ("another's button", Self.payload(token: token, actionID: "open_crm"), .otherInteraction),
      ("no action", Self.payload(token: token, action: ""), .otherInteraction),
      ("no object", "[]", .otherInteraction),
      ("no JSON", "{", .malformed),
      ("no token", Self.payload(token: ""), .missingField),
      ("a forged token", Self.payload(token: token + "A"), .invalidLink),
      ("an expired token", Self.payload(token: try Self.token(expiresAt: Self.sentAt)), .expiredLink),
      ("a token for something else", Self.payload(token: try Self.token(purpose: .withdraw)), .otherPurpose),
      ("a token without a rating", Self.payload(token: try Self.token(rating: nil)), .missingField),
    ]
    for (name, payload, code) in cases {
      #expect(Self.code(try Self.vote(Self.form(["payload": payload]))) == code, "\(name)")
    }
    #expect(Self.code(try Self.vote(Self.form(["payload": Self.payload(token: token)]))) == nil)
  }

  @Test func `a form says its payload once, and well`() throws {
    let payload = Self.payload(token: try Self.token())
    for body in [
      Self.form([:]), Self.form(["other": payload]), Self.form(["payload": payload, "payload": payload]),
      Array("payload=%7".utf8), Array("payload=%zz".utf8), Array("payload".utf8), Array("payload=%00".utf8),
    ] {
      #expect(Self.code(try Self.vote(body)) == .malformed)
    }
  }

  @Test func `the signature is checked before the body is read`() throws {
    let request = SlackRequest(timestamp: "1770814718", signature: "v0=", body: Array("payload=%".utf8))
    let verifier = try #require(SlackVerifier(signingSecrets: [Self.secret]))
    let signer = try Self.signer()
    let error = #expect(throws: FeedbackError.self) {
      try SlackVote(request, verifier: verifier, signer: signer, now: Self.sentAt)
    }
    #expect(error?.code == .invalidSignature)
  }

  @Test func `no sentence holds anything of the body`() throws {
    let marked = Self.payload(token: "s3cr3t", action: #"{"action_id":"reckoner_feedback","value":"s3cr3t"}"#)
    for body in [Self.form(["payload": marked]), Self.form(["payload": "s3cr3t"]), Array("s3cr3t=%z".utf8)] {
      guard case .failure(let error) = try Self.vote(body) else { return #expect(Bool(false)) }
      #expect(!error.description.contains("s3cr3t"))
    }
  }
}
