public import EventModel
public import SettingModel

/// The channels of a tenant, each name once.
public struct Channels: Hashable, Sendable {
  public let all: [Channel]

  /// The channels of a tenant with these settings; none where none are set.
  /// - Throws: the first problem, by its path, such as `channels[0].url`.
  public init(settings: [String: String]) throws(SettingError) {
    let setting = ChannelSetting.channels
    guard let text = settings[setting.key] else {
      all = []
      return
    }
    guard case .array(let elements) = try setting.parse(text), elements.count <= ChannelSetting.channelCountMax else {
      throw setting.refusal
    }
    var channels: [Channel] = []
    for (index, element) in elements.enumerated() {
      let reader = ChannelReader(element, path: "\(setting.key)[\(index)]")
      let channel = try reader.channel()
      if channels.contains(where: { $0.name == channel.name }) {
        throw reader.refusal(of: "name", "a name that no channel before it has")
      }
      channels.append(channel)
    }
    all = channels
  }

  /// The channel of a name.
  public subscript(name: String) -> Channel? {
    all.first { $0.name == name }
  }

  /// Those that a notice is for.
  public func taking(_ notice: Notice) -> [Channel] {
    all.filter { $0.takes(notice) }
  }
}

extension Channels {
  /// The channels as they may be shown.
  var maskedJSON: JSONValue {
    .array(all.map(\.maskedJSON))
  }
}

extension Channel {
  /// The channel as it may be shown: addresses by their hosts, no secrets.
  public var maskedJSON: JSONValue {
    var members = [JSONMember("name", .string(name)), JSONMember("kind", .string(kind.rawValue))]
    switch target {
    case .slack(let address):
      members.append(JSONMember("url", .string(address.masked)))
    case .webhook(let address, let secret):
      members.append(JSONMember("url", .string(address.masked)))
      if secret != nil { members.append(JSONMember("secret", .string("***"))) }
    case .mail(let recipients):
      members.append(JSONMember("to", .array(recipients.map { .string($0.text) })))
    }
    members.append(JSONMember("reports", reports.json))
    if let alerts { members.append(JSONMember("alerts", .string(alerts.rawValue))) }
    return .object(members)
  }

  /// Where it leads to, as it may be shown.
  public var maskedTarget: String {
    switch target {
    case .slack(let address), .webhook(let address, _): address.masked
    case .mail(let recipients): recipients.map(\.text).joined(separator: ", ")
    }
  }
}

extension ReportFilter {
  fileprivate var json: JSONValue {
    switch self {
    case .none: return .bool(false)
    case .all: return .bool(true)
    case .some(let kinds, let audiences):
      let parts = [("kinds", kinds), ("audiences", audiences)]
      return .object(
        parts.compactMap { name, words in
          words.map { JSONMember(name, .array($0.sorted().map(JSONValue.string))) }
        }
      )
    }
  }
}
