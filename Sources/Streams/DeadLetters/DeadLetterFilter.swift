public import Delivery
public import EventModel
public import RedisClient

/// Which letters are meant; what is `nil` leaves nothing out.
public struct DeadLetterFilter: Sendable {
  public enum Stream: Hashable, Sendable {
    /// All streams of a type, shared ones too.
    case eventType(EventType)
    case key(StreamKey)
  }

  public enum Identity: Hashable, Sendable {
    /// A letter's own id, or the id that its entry has in the stream.
    case entry(RedisStreamID)
    /// The id of the event, where the entry's fields name one.
    case event(EventID)
  }

  public var stream: Stream?
  /// Whose stream it is, or whom the envelope names on a shared one.
  public var tenant: TenantID?
  public var reason: RefusalReason?
  public var identity: Identity?

  public init(
    stream: Stream? = nil,
    tenant: TenantID? = nil,
    reason: RefusalReason? = nil,
    identity: Identity? = nil
  ) {
    self.stream = stream
    self.tenant = tenant
    self.reason = reason
    self.identity = identity
  }

  /// Whether every letter is meant.
  public var isEmpty: Bool { stream == nil && tenant == nil && reason == nil && identity == nil }

  /// Whether letters of a stream can be meant.
  public func includes(_ key: StreamKey) -> Bool {
    switch stream {
    case .eventType(let type)? where key.eventType != type: return false
    case .key(let only)? where key != only: return false
    case .eventType?, .key?, nil: return tenant == nil || key.tenant == nil || key.tenant == tenant
    }
  }

  /// Whether a letter is meant.
  public func includes(_ letter: BuriedEntry) -> Bool {
    guard includes(letter.key), reason == nil || letter.content.reason == reason else { return false }
    if let tenant, letter.tenant != tenant { return false }
    return switch identity {
    case .entry(let id)?: letter.id == id || letter.originalID == id
    case .event(let id)?: letter.names.eventID == id
    case nil: true
    }
  }
}

extension DeadLetterFilter.Stream {
  /// Reads an event type, the full key of a stream, or that of its dead letters; `nil` for anything else.
  public init?(text: String) {
    if let type = EventType(rawValue: text) {
      self = .eventType(type)
    } else if let key = StreamKey(text: text) ?? StreamKey(deadLetterText: text) {
      self = .key(key)
    } else {
      return nil
    }
  }

  public var eventType: EventType {
    switch self {
    case .eventType(let type): type
    case .key(let key): key.eventType
    }
  }
}

extension DeadLetterFilter.Identity {
  /// Reads the UUID of an event, or the id of an entry with its sequence; `nil` for anything else.
  public init?(text: String) {
    if let event = EventID(text: text) {
      self = .event(event)
    } else if text.contains("-"), let id = RedisStreamID(text) {
      self = .entry(id)
    } else {
      return nil
    }
  }
}
