/// Letters by their cause: those with one fingerprint are one group.
public struct DeadLetterGroups: Sendable {
  /// Groups that are told apart; fingerprints that something else wrote could be without end.
  public static let countMax = 1000

  /// Letters with the same cause.
  public struct Group: Sendable {
    public let fingerprint: String
    public let reasonCode: String
    /// The path of the field at fault; `nil` where none is.
    public let field: String?
    public let eventType: EventType
    /// The sentence of one of them.
    public let error: String
    public let remedy: DeadLetterRemedy
    public fileprivate(set) var count = 0
    /// When the first and the last of them were given up, in RFC 3339; empty where no letter says.
    public fileprivate(set) var firstTimestamp: String
    public fileprivate(set) var lastTimestamp: String
    /// The key of the letters among which ``exampleID`` lies.
    public fileprivate(set) var exampleKey: String
    /// The id of the latest letter.
    public fileprivate(set) var exampleID: String
  }

  private struct Cause: Hashable {
    let fingerprint: String
    let reasonCode: String
    let eventType: EventType
  }

  private var groups: [Cause: Group] = [:]
  /// Letters of causes beyond ``countMax``.
  public private(set) var otherCount = 0

  public init() {}

  /// Takes a letter in.
  /// - Parameters:
  ///   - key: of the letters among which it lies.
  ///   - id: its own there.
  ///   - eventType: the type that the stream's key names.
  public mutating func add(_ letter: DeadLetter, key: String, id: String, eventType: EventType) {
    let cause = Cause(fingerprint: letter.fingerprint, reasonCode: letter.reasonCode, eventType: eventType)
    guard
      var group = groups[cause]
        ?? (groups.count < Self.countMax
          ? Group(
            fingerprint: letter.fingerprint,
            reasonCode: letter.reasonCode,
            field: letter.field,
            eventType: eventType,
            error: letter.error,
            remedy: letter.remedy,
            firstTimestamp: letter.timestamp,
            lastTimestamp: letter.timestamp,
            exampleKey: key,
            exampleID: id
          ) : nil)
    else {
      otherCount += 1
      return
    }
    group.count += 1
    // All are in UTC with as many digits, so that their texts are in the order of time.
    if letter.timestamp < group.firstTimestamp { group.firstTimestamp = letter.timestamp }
    if letter.timestamp >= group.lastTimestamp {
      group.lastTimestamp = letter.timestamp
      (group.exampleKey, group.exampleID) = (key, id)
    }
    groups[cause] = group
  }

  /// The groups, the largest first.
  public var all: [Group] {
    groups.values.sorted { ($1.count, $0.fingerprint) < ($0.count, $1.fingerprint) }
  }
}
