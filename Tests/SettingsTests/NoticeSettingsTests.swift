import Settings
import Testing

@Suite struct NoticeSettingsTests {
  private static func read(_ environment: [String: String]) throws(SettingsError) -> NoticeSettings {
    var reader = SettingsReader(environment: environment)
    let settings = NoticeSettings(reading: &reader)
    try reader.finish()
    return settings
  }

  @Test("without settings there is no mail and no plain HTTP")
  func defaults() throws {
    let settings = try Self.read([:])
    #expect(!settings.allowsPlainHTTP && settings.mailServer == nil && settings.mailSender == nil)
  }

  @Test(
    "a mail server by its address: port, encryption, and whether it is insisted on",
    arguments: [
      ("smtp://mail.example.org", "mail.example.org", 587, false, true),
      ("smtp://mail.example.org:25/", "mail.example.org", 25, false, true),
      ("smtps://mail.example.org", "mail.example.org", 465, true, true),
      ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, false, false),
      ("smtp://127.0.0.1.example.org", "127.0.0.1.example.org", 587, false, true),
      ("smtp://localhost", "localhost", 587, false, false), ("smtp://[::1]:2525", "[::1]", 2525, false, false),
    ]
  )
  func server(url: String, host: String, port: Int, isEncrypted: Bool, requiresEncryption: Bool) throws {
    let settings = try Self.read(["RECKONER_SMTP_URL": url, "RECKONER_MAIL_FROM": "a@example.org"])
    let server = try #require(settings.mailServer)
    #expect(server.host == host && server.port == port && server.isEncrypted == isEncrypted)
    #expect(server.requiresEncryption == requiresEncryption)
  }

  @Test("encryption can be given up, and a login is a user and a password")
  func login() throws {
    let server = try #require(
      try Self.read([
        "RECKONER_SMTP_URL": "smtp://mail.example.org", "RECKONER_MAIL_FROM": "a@example.org",
        "RECKONER_SMTP_STARTTLS": "off", "RECKONER_SMTP_USER": "ada", "RECKONER_SMTP_PASSWORD": "hunter2",
      ]).mailServer
    )
    #expect(!server.requiresEncryption && server.user == "ada" && server.password == "hunter2")
  }

  @Test(
    "what can't be an address of a mail server is refused, and not repeated",
    arguments: [
      "mail.example.org", "http://mail.example.org", "smtp://", "smtp://ada:hunter2@mail.example.org", "smtp://a:0",
      "smtp://a:99999", "smtp://a b", "smtp://a\r\nb", "smtp://mail.example.org/x", "smtp://::1",
    ]
  )
  func refused(url: String) throws {
    let error = #expect(throws: SettingsError.self) {
      try Self.read(["RECKONER_SMTP_URL": url, "RECKONER_MAIL_FROM": "a@example.org"])
    }
    #expect(error?.description.contains("RECKONER_SMTP_URL must be") == true)
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test("half a login and mail from nobody are mistakes")
  func incomplete() throws {
    let error = #expect(throws: SettingsError.self) {
      try Self.read(["RECKONER_SMTP_URL": "smtp://mail.example.org", "RECKONER_SMTP_USER": "ada"])
    }
    #expect(error?.mistakes.count == 2)
  }
}
