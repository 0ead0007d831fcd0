/// How the learning API listens, what it takes, and what it signs with.
///
/// | setting | variable | default | secret |
/// |---|---|---|---|
/// | the address of the API | `RECKONER_LISTEN` | `127.0.0.1:8080` | |
/// | whether it only reads | `RECKONER_READ_ONLY` | `false` | |
/// | connections to PostgreSQL | `RECKONER_API_CONNECTIONS` | 8 | |
/// | connections of clients at once | `RECKONER_API_CLIENTS_MAX` | 4096 | |
/// | bytes of a body | `RECKONER_API_BODY_BYTES` | 65,536 | |
/// | seconds for a request | `RECKONER_API_REQUEST_SECONDS` | 15 | |
/// | requests a second of one principal, on average | `RECKONER_API_RATE_PER_SECOND` | 50 | |
/// | and at once | `RECKONER_API_BURST` | 200 | |
/// | open streams of one principal | `RECKONER_API_STREAMS_PER_PRINCIPAL` | 32 | |
/// | Chart.js, which the pages draw with | `RECKONER_CHART_JS` | where Debian's libjs-chart.js has it | |
/// | where clients reach it, for links | `RECKONER_PUBLIC_URL` | none | |
/// | keys that feedback links are signed with, 32 bytes or more, comma-separated, the newest first | `RECKONER_FEEDBACK_LINK_KEYS` | none | yes |
/// | signing secrets of the Slack app, comma-separated, the newest first | `RECKONER_SLACK_SIGNING_SECRETS` | none | yes |
public struct APISettings: Sendable {
  public let listen: ListenAddress
  public let isReadOnly: Bool
  public let connectionCountMax: Int
  public let clientCountMax: Int
  public let bodyByteCountMax: Int
  public let requestTimeLimit: Duration
  public let ratePerSecond: Double
  public let burst: Double
  public let streamsPerPrincipalMax: Int
  public let chartScriptPath: String
  /// Without a slash at its end.
  public let publicURL: String?
  public let linkKeys: [String]
  public let slackSecrets: [String]

  private enum Flag: String, CaseIterable {
    case `false`, `true`
  }

  public init(reading reader: inout SettingsReader) {
    listen = reader.address("reckoner.listen", default: ListenAddress(host: "127.0.0.1", port: 8080))
    isReadOnly = reader.choice("reckoner.read.only", default: Flag.false) == .true
    connectionCountMax = reader.integer("reckoner.api.connections", default: 8, in: 1...200)
    clientCountMax = reader.integer("reckoner.api.clients.max", default: 4096, in: 1...100_000)
    bodyByteCountMax = reader.integer("reckoner.api.body.bytes", default: 65_536, in: 1024...1_048_576)
    requestTimeLimit = reader.seconds("reckoner.api.request.seconds", default: 15, in: 0.1...120)
    ratePerSecond = Double(reader.integer("reckoner.api.rate.per.second", default: 50, in: 1...100_000))
    burst = Double(reader.integer("reckoner.api.burst", default: 200, in: 1...100_000))
    streamsPerPrincipalMax = reader.integer("reckoner.api.streams.per.principal", default: 32, in: 1...10_000)
    chartScriptPath = reader.text("reckoner.chart.js") ?? "/usr/share/javascript/chart.js/chart.min.js"
    publicURL = Self.publicURL(reading: &reader)
    linkKeys = Self.list(reader.secret("reckoner.feedback.link.keys"))
    if linkKeys.contains(where: { $0.utf8.count < 32 }) {
      reader.addMistake("RECKONER_FEEDBACK_LINK_KEYS has a key of less than 32 bytes: make longer ones")
    }
    slackSecrets = Self.list(reader.secret("reckoner.slack.signing.secrets"))
  }

  private static func publicURL(reading reader: inout SettingsReader) -> String? {
    guard let text = reader.text("reckoner.public.url") else { return nil }
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(where: \.isWhitespace) else {
      reader.addMistake("RECKONER_PUBLIC_URL must be an address such as https://reckoner.example.org")
      return nil
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  /// The elements between commas, without the spaces around them.
  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { part in
      let start = part.drop(while: \.isWhitespace)
      return String(
        start.prefix(
          start.lastIndex { !$0.isWhitespace }.map { start.distance(from: start.startIndex, to: $0) + 1 } ?? 0
        )
      )
    }.filter { !$0.isEmpty }
  }
}
