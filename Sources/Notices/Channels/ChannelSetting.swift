import EventModel
public import SettingModel

/// A tenant setting that says how people are reached.
public enum ChannelSetting: String, SettingKey {
  /// The channels, by their names.
  case channels

  public static let channelCountMax = 20
  public static let recipientCountMax = 20

  public var key: String { rawValue }

  public var expectation: String {
    "an array of at most \(Self.channelCountMax) channels, such as {\"name\": \"sales\", \"kind\": \"slack\", \"url\": "
      + "\"https://...\", \"reports\": true, \"alerts\": \"warning\"} or {\"name\": \"heads\", \"kind\": \"mail\", "
      + "\"to\": [\"ada@example.org\"], \"reports\": {\"kinds\": [\"weekly\"]}}"
  }

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: .array,
      expectation: expectation,
      defaultValue: .array([]),
      help: "How reports and alerts reach people: Slack, webhooks, mail; what each of them takes.",
      altersResults: false
    )
  }

  /// The value's JSON text as it may be shown: without the paths of addresses and without secrets. It is read back as no
  /// value.
  public func masked(_ text: String) -> String {
    do throws(SettingError) {
      let channels = try Channels(settings: [key: text])
      return String(decoding: JSONWriter.compact(channels.maskedJSON), as: UTF8.self)
    } catch {
      // What a newer program wrote isn't shown at all.
      return "null"
    }
  }
}
