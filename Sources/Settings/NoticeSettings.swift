/// How reports and alerts leave the installation; where each tenant's go, its own setting `channels` says.
///
/// | setting | variable | default | secret |
/// |---|---|---|---|
/// | whether webhooks of this machine and of private networks may do without TLS | `RECKONER_WEBHOOK_PLAIN_HTTP` | `false` | |
/// | the mail server, `smtp://host:587` or `smtps://host:465` | `RECKONER_SMTP_URL` | none | yes |
/// | who logs in there | `RECKONER_SMTP_USER` | nobody | yes |
/// | with which password | `RECKONER_SMTP_PASSWORD` | none | yes |
/// | whether `smtp` insists on STARTTLS, but for a server of this machine | `RECKONER_SMTP_STARTTLS` | `required` | |
/// | who mail is from | `RECKONER_MAIL_FROM` | none | |
public struct NoticeSettings: Sendable {
  /// A mail server, and how it is talked to.
  public struct MailServer: Sendable {
    public let host: String
    public let port: Int
    /// TLS from the first byte on.
    public let isEncrypted: Bool
    /// Whether a connection that isn't encrypted has to become so before anything is said.
    public let requiresEncryption: Bool
    public let user: String?
    public let password: String?

    public init(
      host: String,
      port: Int,
      isEncrypted: Bool,
      requiresEncryption: Bool,
      user: String? = nil,
      password: String? = nil
    ) {
      self.host = host
      self.port = port
      self.isEncrypted = isEncrypted
      self.requiresEncryption = requiresEncryption
      self.user = user
      self.password = password
    }
  }

  public let allowsPlainHTTP: Bool
  /// `nil` where no mail can be sent.
  public let mailServer: MailServer?
  /// A mail address as it was written; `nil` where no mail can be sent.
  public let mailSender: String?

  private enum Flag: String, CaseIterable {
    case `false`, `true`
  }

  private enum Encryption: String, CaseIterable {
    case required, off
  }

  public init(reading reader: inout SettingsReader) {
    allowsPlainHTTP = reader.choice("reckoner.webhook.plain.http", default: Flag.false) == .true
    let encryption = reader.choice("reckoner.smtp.starttls", default: Encryption.required)
    let (user, password) = (reader.secret("reckoner.smtp.user"), reader.secret("reckoner.smtp.password"))
    if (user == nil) != (password == nil) {
      reader.addMistake("RECKONER_SMTP_USER and RECKONER_SMTP_PASSWORD belong together: set both or none")
    }
    mailSender = reader.text("reckoner.mail.from")
    guard let url = reader.secret("reckoner.smtp.url") else {
      mailServer = nil
      return
    }
    mailServer = Self.server(url, encryption, user: user, password: password)
    if mailServer == nil {
      reader.addMistake(
        "RECKONER_SMTP_URL must be smtp://host:port or smtps://host:port, without a user: RECKONER_SMTP_USER and "
          + "RECKONER_SMTP_PASSWORD say who logs in"
      )
    }
    if mailSender == nil {
      reader.addMistake("RECKONER_MAIL_FROM is not set: give the address that mail is from, or unset RECKONER_SMTP_URL")
    }
  }

  private static func server(
    _ url: String,
    _ encryption: Encryption,
    user: String?,
    password: String?
  ) -> MailServer? {
    let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, ["smtp", "smtps"].contains(parts[0]) else { return nil }
    let isEncrypted = parts[0] == "smtps"
    let authority = parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1]
    var (host, port) = (String(authority), isEncrypted ? 465 : 587)
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
      host = String(authority[..<colon])
      port = Int(number)
    }
    let allowed = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-._:[]".utf8.contains(byte)
      }
    }
    guard !host.isEmpty, host.utf8.allSatisfy(allowed), host.hasPrefix("[") == host.contains(":") else { return nil }
    return MailServer(
      host: host,
      port: port,
      isEncrypted: isEncrypted,
      requiresEncryption: encryption == .required && !isLoopback(host),
      user: user,
      password: password
    )
  }

  private static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".")
    return host == "localhost" || host == "[::1]"
      || (parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil })
  }
}
