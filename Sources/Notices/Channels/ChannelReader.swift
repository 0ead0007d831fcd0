import EventModel
import SettingModel

/// Reads one channel, strictly: a member that nobody knows is a misspelling that would go unnoticed.
struct ChannelReader {
  private static let nameByteCountMax = 40
  private static let wordCountMax = 20

  private let value: JSONValue
  private let path: String

  init(_ value: JSONValue, path: String) {
    self.value = value
    self.path = path
  }

  func channel() throws(SettingError) -> Channel {
    guard let members = value.members else { throw refusal("an object") }
    guard let name = value["name"]?.string, Self.isWord(name) else {
      throw refusal(of: "name", "1 to \(Self.nameByteCountMax) lower-case letters, digits, - and _")
    }
    guard let kind = value["kind"]?.string.flatMap(ChannelKind.init(rawValue:)) else {
      throw refusal(of: "kind", "one of \(Self.list(ChannelKind.allCases.map(\.rawValue)))")
    }
    let own: [String]
    switch kind {
    case .slack: own = ["url"]
    case .webhook: own = ["url", "secret"]
    case .mail: own = ["to"]
    }
    let known = ["name", "kind"] + own + ["reports", "alerts"]
    if let stranger = members.first(where: { !known.contains($0.name) }) {
      throw refusal(
        of: Self.shown(stranger.name),
        "no such member; a channel of kind \(kind.rawValue) has \(Self.list(known))"
      )
    }
    return Channel(name: name, target: try target(kind), reports: try reports(), alerts: try alerts())
  }

  func refusal(of member: String, _ expectation: String) -> SettingError {
    SettingError(code: .unexpectedValue, key: "\(path).\(member)", expectation: expectation)
  }

  private func refusal(_ expectation: String) -> SettingError {
    SettingError(code: .unexpectedValue, key: path, expectation: expectation)
  }

  private func target(_ kind: ChannelKind) throws(SettingError) -> ChannelTarget {
    switch kind {
    case .slack: .slack(try address())
    case .webhook: .webhook(try address(), secret: try secret())
    case .mail: .mail(try recipients())
    }
  }

  private func address() throws(SettingError) -> WebhookAddress {
    guard let address = value["url"]?.string.flatMap({ WebhookAddress($0) }) else {
      throw refusal(
        of: "url",
        "a whole address of https, or of http to 127.0.0.1, localhost or a private network, without a user's name, of at "
          + "most \(WebhookAddress.byteCountMax) characters"
      )
    }
    return address
  }

  private func secret() throws(SettingError) -> WebhookSecret? {
    guard let value = value["secret"] else { return nil }
    guard let secret = value.string.flatMap({ WebhookSecret($0) }) else {
      throw refusal(
        of: "secret",
        "a text of \(WebhookSecret.byteCounts.lowerBound) to \(WebhookSecret.byteCounts.upperBound) bytes"
      )
    }
    return secret
  }

  private func recipients() throws(SettingError) -> [MailAddress] {
    guard case .array(let elements)? = value["to"], (1...ChannelSetting.recipientCountMax).contains(elements.count)
    else {
      throw refusal(of: "to", "an array of 1 to \(ChannelSetting.recipientCountMax) mail addresses")
    }
    var recipients: [MailAddress] = []
    for (index, element) in elements.enumerated() {
      guard let address = element.string.flatMap({ MailAddress($0) }), !recipients.contains(address) else {
        throw refusal(of: "to[\(index)]", "a mail address such as ada@example.org, each one once")
      }
      recipients.append(address)
    }
    return recipients
  }

  private func reports() throws(SettingError) -> ReportFilter {
    switch value["reports"] {
    case nil: return .none
    case .bool(let takesAll)?: return takesAll ? .all : .none
    case .object(let members)?:
      if let stranger = members.first(where: { !["kinds", "audiences"].contains($0.name) }) {
        throw refusal(of: "reports.\(Self.shown(stranger.name))", "no such member; there are kinds and audiences")
      }
      return .some(kinds: try words(members, "kinds"), audiences: try words(members, "audiences"))
    case .null?, .number?, .string?, .array?:
      throw refusal(of: "reports", "true, false, or an object of kinds and audiences")
    }
  }

  private func words(_ members: [JSONMember], _ name: String) throws(SettingError) -> Set<String>? {
    guard let value = members.first(where: { $0.name == name })?.value else { return nil }
    guard let words = value.strings, (1...Self.wordCountMax).contains(words.count), words.allSatisfy(Self.isWord) else {
      throw refusal(of: "reports.\(name)", "an array of 1 to \(Self.wordCountMax) words")
    }
    return Set(words)
  }

  private func alerts() throws(SettingError) -> Notice.Severity? {
    switch value["alerts"] {
    case nil, .bool(false)?: return nil
    case .string(let word)?:
      if let severity = Notice.Severity(rawValue: word) { return severity }
    case .null?, .bool?, .number?, .array?, .object?: break
    }
    throw refusal(of: "alerts", "false, or the least severity: \(Self.list(Notice.Severity.allCases.map(\.rawValue)))")
  }

  private static func isWord(_ text: String) -> Bool {
    (1...nameByteCountMax).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// The name of a member as far as it may be repeated: what was pasted into the wrong place could be a secret.
  private static func shown(_ name: String) -> String {
    isWord(name) && name.utf8.count <= 16 ? name : "?"
  }

  private static func list(_ words: [String]) -> String {
    words.joined(separator: ", ")
  }
}
