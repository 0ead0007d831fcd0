import EventModel
import Feedback
import Testing

struct SlackRequestTests {
  /// The example of Slack's own page, "Verifying requests from Slack".
  private static let secret = "8f742231b10e8888abcd99yyyzzz85a5"
  private static let timestamp = "1531420618"
  private static let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
  private static let body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    + "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack"
    + ".com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121"
    + ".803a0bc887a14d10d2c447fce8b6703c"
  private static let sentAt = Timestamp(microseconds: 1_531_420_618_000_000)

  private static func verify(
    timestamp: String? = timestamp,
    signature: String? = signature,
    body: [UInt8] = Array(body.utf8),
    secrets: [String] = [secret],
    now: Timestamp = sentAt
  ) throws -> Result<Timestamp, FeedbackError> {
    let verifier = try #require(SlackVerifier(signingSecrets: secrets))
    let request = SlackRequest(timestamp: timestamp, signature: signature, body: body)
    return Result { () throws(FeedbackError) in try verifier.verify(request, now: now) }
  }

  private static func code(_ result: Result<Timestamp, FeedbackError>) -> FeedbackError.Code? {
    switch result {
    case .success: nil
    case .failure(let error): error.code
    }
  }

  @Test func `Slack's own example is Slack's`() throws {
    #expect(try Self.verify() == .success(Self.sentAt))
  }

  @Test func `five minutes on either side are in the window, and no microsecond more`() throws {
    let tick = TimeInterval(microseconds: 1)
    for now in [Self.sentAt - .seconds(300), Self.sentAt + .seconds(300)] {
      #expect(try Self.verify(now: now) == .success(Self.sentAt))
    }
    for now in [Self.sentAt - .seconds(300) - tick, Self.sentAt + .seconds(300) + tick, Known.noon] {
      #expect(Self.code(try Self.verify(now: now)) == .staleRequest)
    }
  }

  @Test func `no bit of the body, the signature or the timestamp can change`() throws {
    let body = Array(Self.body.utf8)
    for index in body.indices {
      for bit in 0..<8 {
        var tampered = body
        tampered[index] ^= 1 << bit
        #expect(Self.code(try Self.verify(body: tampered)) == .invalidSignature, "byte \(index), bit \(bit)")
      }
    }
    let signature = Array(Self.signature.utf8)
    for index in signature.indices {
      for bit in 0..<8 {
        var tampered = signature
        tampered[index] ^= 1 << bit
        let text = String(decoding: tampered, as: UTF8.self)
        #expect(Self.code(try Self.verify(signature: text)) == .invalidSignature, "byte \(index), bit \(bit)")
      }
    }
    #expect(Self.code(try Self.verify(timestamp: "1531420619")) == .invalidSignature)
    #expect(Self.code(try Self.verify(signature: Self.signature.uppercased())) == .invalidSignature)
    #expect(Self.code(try Self.verify(signature: Self.signature + "0")) == .invalidSignature)
    #expect(Self.code(try Self.verify(signature: "")) == .invalidSignature)
    #expect(Self.code(try Self.verify(body: body + [0])) == .invalidSignature)
    // The colon between timestamp and body can't move.
    #expect(Self.code(try Self.verify(timestamp: "153142061", now: Self.sentAt)) == .staleRequest)
  }

  @Test(arguments: ["", "now", "-1531420618", "1531420618.0", "+1531420618", " 1531420618", "153142061800000", "१२३"])
  func `a timestamp is digits`(timestamp: String) throws {
    #expect(Self.code(try Self.verify(timestamp: timestamp)) == .invalidField)
  }

  @Test func `a request without its headers is told which one`() throws {
    for (result, header) in [
      (try Self.verify(timestamp: nil), "X-Slack-Request-Timestamp"),
      (try Self.verify(signature: nil), "X-Slack-Signature"),
    ] {
      guard case .failure(let error) = result else { return #expect(Bool(false), "\(header)") }
      #expect(error.code == .missingField)
      #expect(error.field == header)
    }
  }

  @Test func `while the secret is rotated, both are taken`() throws {
    #expect(try Self.verify(secrets: ["another", Self.secret]) == .success(Self.sentAt))
    #expect(Self.code(try Self.verify(secrets: ["another"])) == .invalidSignature)
    #expect(SlackVerifier(signingSecrets: []) == nil)
    #expect(SlackVerifier(signingSecrets: [Self.secret, ""]) == nil)
    #expect(SlackVerifier(signingSecrets: Array(repeating: "s", count: SlackVerifier.secretCountMax + 1)) == nil)
  }

  @Test func `a body beyond all bounds is refused before anything is computed`() throws {
    let body = [UInt8](repeating: 65, count: SlackVerifier.bodyByteCountMax + 1)
    #expect(Self.code(try Self.verify(body: body)) == .tooLarge)
  }
}
