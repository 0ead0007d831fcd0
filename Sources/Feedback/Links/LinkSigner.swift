public import EventModel

/// Signs links and verifies them.
///
/// A token is `v1.<payload>.<code>`: the link as JSON and its HMAC-SHA256, each in base64 for addresses. It is signed,
/// not encrypted: its holder can read what it says.
public struct LinkSigner: Sendable {
  /// The longest token, in bytes: what Slack takes as the value of a button.
  public static let tokenByteCountMax = 2000
  public static let keyCountMax = 4

  private static let version = Array("v1".utf8)
  /// What is authenticated begins with this, so that no other use of the same key makes a token.
  private static let context = Array("reckoner feedback link ".utf8)
  private static let dot = UInt8(ascii: ".")

  private let keys: [SigningKey]

  /// Keys are rotated by putting the new one in front: the first one signs, every one of them verifies. Taking a key
  /// out ends the links that it signed.
  ///
  /// `nil` without keys, and with more than the maximum.
  public init?(keys: [SigningKey]) {
    guard (1...Self.keyCountMax).contains(keys.count) else { return nil }
    self.keys = keys
  }

  /// The link's token, in the alphabet of addresses.
  public func token(for link: SignedLink) throws(FeedbackError) -> String {
    try FeedbackReader.check(
      link.reviewerID.text,
      "reviewer_id",
      scalarCountMax: SignedLink.reviewerIDScalarCountMax
    )
    try FeedbackReader.check(
      link.target.id.text,
      "target_id",
      scalarCountMax: FeedbackSubmission.targetIDScalarCountMax
    )
    let signed = Self.version + [Self.dot] + Base64URL.encode(JSONWriter.compact(link.payload))
    let code = keys[0].key.code(for: Self.message(signed))
    let token = signed + [Self.dot] + Base64URL.encode(code)
    guard token.count <= Self.tokenByteCountMax else {
      throw FeedbackError(.tooLarge, "The link has more than \(Self.tokenByteCountMax) bytes; use shorter ids.")
    }
    return String(decoding: token, as: UTF8.self)
  }

  /// The link that a token says, where one of the keys signed it, for this purpose, and it hasn't expired.
  ///
  /// - Parameter purpose: the one thing that the asking route does.
  public func link(in token: String, purpose: LinkPurpose, now: Timestamp) throws(FeedbackError) -> SignedLink {
    let link = try authenticLink(in: token)
    guard link.purpose == purpose else {
      throw FeedbackError(.otherPurpose, "The link is for something else.")
    }
    guard now < link.expiresAt else {
      throw FeedbackError(.expiredLink, "The link has expired; ask for a new one.")
    }
    return link
  }

  /// What is authenticated: the token up to its code, in its context.
  private static func message(_ signed: [UInt8]) -> [UInt8] {
    context + signed
  }

  private func authenticLink(in token: String) throws(FeedbackError) -> SignedLink {
    guard token.utf8.count <= Self.tokenByteCountMax else { throw .invalidLink }
    let parts = Array(token.utf8).split(separator: Self.dot, omittingEmptySubsequences: false)
    guard parts.count == 3, Array(parts[0]) == Self.version,
      let code = Base64URL.decode(parts[2]), code.count == AuthenticationKey.codeByteCount
    else { throw .invalidLink }
    let signed = Self.message(Self.version + [Self.dot] + parts[1])
    // Every key is tried, so that the time doesn't tell which one it was.
    let isValid = keys.reduce(false) { $1.key.isValid(code, for: signed) || $0 }
    guard isValid, let payload = Base64URL.decode(parts[1]) else { throw .invalidLink }
    return try Self.link(payload)
  }

  /// What doesn't read is a token of another release, signed with the same key.
  private static func link(_ payload: [UInt8]) throws(FeedbackError) -> SignedLink {
    let value: JSONValue
    do throws(JSONParsingError) {
      value = try JSONParser.parse(payload)
    } catch {
      throw .invalidLink
    }
    do throws(FeedbackError) {
      return try SignedLink(payload: value)
    } catch {
      throw .invalidLink
    }
  }
}
