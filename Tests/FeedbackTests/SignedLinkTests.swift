import EventModel
import Feedback
import Testing

struct SignedLinkTests {
  private static func link(
    purpose: LinkPurpose = .rate,
    rating: FeedbackRating? = nil,
    reviewer: String = "rep-7",
    target: String = "act-1"
  ) -> SignedLink {
    SignedLink(
      id: Known.id(5),
      tenantID: Known.tenant,
      reviewerID: ReviewerID(reviewer),
      conversationID: Known.conversation,
      target: FeedbackTarget(.decision, id: target),
      purpose: purpose,
      rating: rating,
      expiresAt: Known.noon
    )
  }

  private static let secret = [UInt8](0..<32)
  private static let before = Known.noon - TimeInterval(microseconds: 1)

  private static func signer(_ secrets: [UInt8]...) throws -> LinkSigner {
    let keys = try secrets.map { try #require(SigningKey($0)) }
    return try #require(LinkSigner(keys: keys))
  }

  private static func code(
    _ signer: LinkSigner,
    _ token: String,
    _ purpose: LinkPurpose = .rate
  ) -> FeedbackError.Code? {
    let error = #expect(throws: FeedbackError.self) { try signer.link(in: token, purpose: purpose, now: before) }
    return error?.code
  }

  /// Made with Python's hmac, hashlib and base64.
  private static let pythonToken =
    "v1.eyJpZCI6IjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwNSIsInRlbmFudF9pZCI6IjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwL"
    + "TAwMDAwMDAwMDAwMSIsInJldmlld2VyX2lkIjoicmVwLTciLCJjb252ZXJzYXRpb25fc3RhdGVfaWQiOiIwMDAwMDAwMC0wMDAwLTAwMDAtMDA"
    + "wMC0wMDAwMDAwMDAwMDIiLCJ0YXJnZXRfdHlwZSI6ImRlY2lzaW9uIiwidGFyZ2V0X2lkIjoiYWN0LTEiLCJwdXJwb3NlIjoicmF0ZSIsImV4c"
    + "GlyZXNfYXQiOjE3NzA4MTQ3MTgxMjM0NTYsInNvdXJjZSI6ImlubGluZSIsInJhdGluZyI6LTF9"
    + ".pm1n2kdnMTIfBR7biVraff50jEzD0ljxgMxAQqv2MWY"

  @Test func `a token is what another language's library signs`() throws {
    let signer = try Self.signer(Self.secret)
    let link = Self.link(rating: FeedbackRating(-1, source: .inline))
    #expect(try signer.token(for: link) == Self.pythonToken)
    #expect(try signer.link(in: Self.pythonToken, purpose: .rate, now: Self.before) == link)
  }

  @Test func `every link comes back as it was`() throws {
    let signer = try Self.signer(Self.secret)
    let ratings: [FeedbackRating?] = [nil, FeedbackRating(1, source: .inline), FeedbackRating(5, source: .dashboard)]
    for purpose in LinkPurpose.allCases {
      for rating in ratings {
        for text in ["a", "\u{1F44D} \"quoted\" \\ \n", String(repeating: "x", count: 200), "e\u{301}"] {
          let link = Self.link(purpose: purpose, rating: rating, reviewer: text, target: text)
          let token = try signer.token(for: link)
          #expect(try signer.link(in: token, purpose: purpose, now: Self.before) == link)
          #expect(token.utf8.allSatisfy { "v1.-_".utf8.contains($0) || $0.isLetterOrDigit }, "\(token)")
        }
      }
    }
  }

  @Test func `no bit of a token can change`() throws {
    let signer = try Self.signer(Self.secret)
    let token = Array(try signer.token(for: Self.link(rating: FeedbackRating(1, source: .inline))).utf8)
    for index in token.indices {
      for bit in 0..<8 {
        var tampered = token
        tampered[index] ^= 1 << bit
        let text = String(decoding: tampered, as: UTF8.self)
        #expect(Self.code(signer, text) == .invalidLink, "byte \(index), bit \(bit)")
      }
      // Cut there, or with that byte left out.
      let cut = String(decoding: token.prefix(index), as: UTF8.self)
      let shorter = String(decoding: token.prefix(index) + token.dropFirst(index + 1), as: UTF8.self)
      #expect(Self.code(signer, cut) == .invalidLink, "cut at \(index)")
      #expect(Self.code(signer, shorter) == .invalidLink, "without byte \(index)")
    }
    for text in ["", ".", "..", "v1..", "...", "v1.e30.", String(repeating: "a", count: 3000)] {
      #expect(Self.code(signer, text) == .invalidLink)
    }
    // Padding, and a second spelling of the last digit, are other texts.
    let text = String(decoding: token, as: UTF8.self)
    #expect(Self.code(signer, text + "=") == .invalidLink)
    #expect(Self.code(signer, text + ".") == .invalidLink)
  }

  @Test func `the last microsecond counts, and expiry isn't one`() throws {
    let signer = try Self.signer(Self.secret)
    let token = try signer.token(for: Self.link())
    #expect(try signer.link(in: token, purpose: .rate, now: Self.before) == Self.link())
    for now in [Known.noon, Known.noon + .days(365)] {
      let error = #expect(throws: FeedbackError.self) { try signer.link(in: token, purpose: .rate, now: now) }
      #expect(error?.code == .expiredLink)
    }
  }

  @Test func `a link is good for one purpose`() throws {
    let signer = try Self.signer(Self.secret)
    for purpose in LinkPurpose.allCases {
      let token = try signer.token(for: Self.link(purpose: purpose))
      for other in LinkPurpose.allCases where other != purpose {
        #expect(Self.code(signer, token, other) == .otherPurpose)
      }
    }
  }

  @Test func `keys are rotated without a link being lost, until its key is taken out`() throws {
    let newer = [UInt8](100..<140)
    let old = try Self.signer(Self.secret)
    let both = try Self.signer(newer, Self.secret)
    let new = try Self.signer(newer)
    let oldToken = try old.token(for: Self.link())
    let newToken = try both.token(for: Self.link())
    #expect(oldToken != newToken)
    #expect(try newToken == new.token(for: Self.link()))
    #expect(try both.link(in: oldToken, purpose: .rate, now: Self.before) == Self.link())
    #expect(try both.link(in: newToken, purpose: .rate, now: Self.before) == Self.link())
    #expect(Self.code(new, oldToken) == .invalidLink)
    #expect(Self.code(old, newToken) == .invalidLink)
  }

  @Test func `short keys, no keys and too many keys are none`() throws {
    #expect(SigningKey([UInt8](repeating: 7, count: 31)) == nil)
    let key = try #require(SigningKey(Self.secret))
    #expect(LinkSigner(keys: []) == nil)
    #expect(LinkSigner(keys: [SigningKey](repeating: key, count: LinkSigner.keyCountMax)) != nil)
    #expect(LinkSigner(keys: [SigningKey](repeating: key, count: LinkSigner.keyCountMax + 1)) == nil)
  }

  @Test func `no text of a key or a signer shows the secret`() throws {
    let key = try #require(SigningKey(Array("a secret that nobody should see!".utf8)))
    let signer = try #require(LinkSigner(keys: [key]))
    for text in ["\(key)", "\(signer)", String(reflecting: key), String(reflecting: signer)] {
      #expect(!text.contains("nobody") && !text.contains("97"), "\(text)")
    }
  }

  @Test func `a token fits a button of Slack's, or isn't made`() throws {
    let signer = try Self.signer(Self.secret)
    let long = String(repeating: "\u{1F44D}", count: 200)
    let error = #expect(throws: FeedbackError.self) { try signer.token(for: Self.link(reviewer: long, target: long)) }
    #expect(error?.code == .tooLarge)
    let tooLong = #expect(throws: FeedbackError.self) { try signer.token(for: Self.link(reviewer: long + "x")) }
    #expect(tooLong?.code == .invalidField)
    let plain = String(repeating: "x", count: 200)
    let token = try signer.token(for: Self.link(reviewer: plain, target: plain))
    #expect(token.utf8.count <= LinkSigner.tokenByteCountMax)
  }

  @Test func `a link votes what it says, or what the form says where it says nothing`() throws {
    let up = try #require(FeedbackRating(1, source: .inline))
    let down = try #require(FeedbackRating(-1, source: .inline))
    let fixed = try Self.link(rating: up).submission()
    #expect(fixed.rating == up)
    #expect(fixed.target == FeedbackTarget(.decision, id: "act-1"))
    #expect(fixed.conversationID == Known.conversation)
    #expect(fixed.label == nil && fixed.outcomeID == nil)
    #expect(try Self.link(rating: up).submission(rating: up, comment: "Yes.").comment == "Yes.")
    #expect(try Self.link().submission(rating: down, comment: "").rating == down)
    #expect(try Self.link().submission(rating: down, comment: "").comment == nil)
    let cases: [(SignedLink, FeedbackRating?, String?, FeedbackError.Code)] = [
      (Self.link(rating: up), down, nil, .invalidField), (Self.link(), nil, nil, .missingField),
      (Self.link(purpose: .withdraw), up, nil, .otherPurpose),
      (Self.link(), up, String(repeating: "x", count: 2001), .invalidField), (Self.link(), up, "a\0", .invalidField),
    ]
    for (link, rating, comment, code) in cases {
      let error = #expect(throws: FeedbackError.self) { try link.submission(rating: rating, comment: comment) }
      #expect(error?.code == code)
    }
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 32)
  }
}
