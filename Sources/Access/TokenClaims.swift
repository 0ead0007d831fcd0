import EventModel

/// What the middle part of a token says, once its signature is known to be right.
struct TokenClaims {
  private let claims: JSONValue

  /// - Parameter json: of the payload; `nil` where it is no JSON object.
  init?(_ json: [UInt8]) {
    guard case .success(let claims) = Result(catching: { try JSONParser.parse(json) }), claims.members != nil else {
      return nil
    }
    self.claims = claims
  }

  /// Checks times, issuer and audience (RFC 7519, section 4.1), and reads who it is.
  ///
  /// `exp` is required: a token without an end could never be taken back.
  func principal(under policy: AccessPolicy, now: Timestamp) throws(AccessError) -> Principal {
    try checkTimes(now: now)
    try checkOrigin(policy)
    let names = policy.claimNames
    guard let tenantID = TenantID(text: try identifier(names.tenant)) else {
      throw .invalidClaim(names.tenant, "must be a UUID of 36 characters")
    }
    guard let role = Role(rawValue: try identifier(names.role)) else {
      throw .invalidClaim(names.role, "must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return Principal(
      userID: try identifier(names.user),
      tenantID: tenantID,
      role: role,
      teamID: isGiven(names.team) ? try identifier(names.team) : nil,
      expiresAt: try time("exp").flatMap { Self.timestamp(seconds: $0) }
    )
  }

  private func checkTimes(now: Timestamp) throws(AccessError) {
    let seconds = Double(now.microseconds) / 1e6
    guard let expiry = try time("exp") else { throw .invalidClaim("exp", "is required") }
    if seconds >= expiry + AccessPolicy.clockSkewSecondsMax {
      throw AccessError(.expired, "The token has expired; get a new one.")
    }
    for name in ["nbf", "iat"] {
      guard let start = try time(name), seconds < start - AccessPolicy.clockSkewSecondsMax else { continue }
      throw AccessError(.notYetValid, "The token isn't valid yet (`\(name)`); compare the clocks of issuer and server.")
    }
  }

  private func checkOrigin(_ policy: AccessPolicy) throws(AccessError) {
    if let issuer = policy.issuer, claims["iss"] != .string(issuer) {
      throw AccessError(.wrongIssuer, "The token is from another issuer than the one that this server trusts.")
    }
    guard let audience = policy.audience else { return }
    let isMeant =
      switch claims["aud"] {
      case .array(let audiences): audiences.contains(.string(audience))
      case let value: value == .string(audience)
      }
    if !isMeant { throw AccessError(.wrongAudience, "The token is meant for another audience than this server.") }
  }

  /// Seconds since 1970, fractions allowed; `nil` where the claim is absent.
  private func time(_ name: String) throws(AccessError) -> Double? {
    guard let value = claims[name] else { return nil }
    guard case .number(let number) = value, number.double.isFinite else {
      throw .invalidClaim(name, "must be a number of seconds since 1970")
    }
    return number.double
  }

  /// `nil` for a time that no clock will show.
  private static func timestamp(seconds: Double) -> Timestamp? {
    seconds < 1e11 ? Timestamp(microseconds: Int64(seconds * 1e6)) : nil
  }

  private func isGiven(_ name: String) -> Bool {
    guard let value = claims[name] else { return false }
    return value != .null
  }

  private func identifier(_ name: String) throws(AccessError) -> String {
    guard case .string(let text) = claims[name], !text.isEmpty,
      text.unicodeScalars.count <= Principal.identifierScalarCountMax
    else {
      throw .invalidClaim(name, "must be a text of 1 to \(Principal.identifierScalarCountMax) characters")
    }
    return text
  }
}
