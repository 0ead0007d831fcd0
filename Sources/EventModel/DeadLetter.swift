/// The entry of a dead-letter stream: the original fields, unchanged, and why they are there (CONTRACT section 1).
public struct DeadLetter: Hashable, Sendable {
  /// The fields of the entry that was given up, as a replay handles them.
  public let original: [StreamField]
  /// The entry's id in its stream; `nil` where the letter doesn't say, because something else wrote it.
  public let originalID: String?
  /// A ``RefusalReason``'s code, or one that this program doesn't know.
  public let reasonCode: String
  /// The refusal's sentence.
  public let error: String
  /// How many replays it has failed.
  public let retryCount: Int
  /// When it was given up last, as the letter says.
  public let timestamp: String
  public let fingerprint: String
  /// Why it was given up before that, oldest first.
  public let history: [Failure]

  /// Why an entry was given up, and when.
  public struct Failure: Hashable, Sendable {
    /// In RFC 3339.
    public let timestamp: String
    /// A ``RefusalReason``'s code.
    public let reasonCode: String

    public init(timestamp: String, reasonCode: String) {
      self.timestamp = timestamp
      self.reasonCode = reasonCode
    }
  }

  /// The full key of the stream that the entry was read from.
  public static let originalStreamField = "_dlq_original_stream"
  /// The entry's id there.
  public static let originalIDField = "_dlq_original_id"
  /// A ``RefusalReason``.
  public static let reasonField = "_dlq_reason"
  /// The refusal's sentence; no payload in it.
  public static let errorField = "_dlq_error"
  /// How many replays the letter has failed.
  public static let retryCountField = "_dlq_retry_count"
  /// When the entry was given up, in RFC 3339.
  public static let timestampField = "_dlq_timestamp"
  /// Equal for letters with the same cause.
  public static let fingerprintField = "_dlq_fingerprint"
  /// When and why it was given up before, oldest first: a JSON array of objects with `timestamp` and `reason`. Absent
  /// before the first replay.
  public static let historyField = "_dlq_history"
  /// Failures that a letter remembers, the latest ones.
  public static let historyCountMax = 10

  /// What a letter adds to its entry.
  public static let fieldNames = [
    originalStreamField, originalIDField, reasonField, errorField, retryCountField, timestampField, fingerprintField,
    historyField,
  ]

  private static let names = Set(fieldNames.map { Array($0.utf8) })

  /// The fields of a letter.
  ///
  /// - Parameters:
  ///   - original: the fields of the entry; what an earlier letter added to them is replaced.
  ///   - stream: the full key that the entry was read from.
  ///   - id: the entry's id there.
  ///   - retryCount: how many replays it has failed, from 0 upwards.
  ///   - timestamp: when it was given up.
  ///   - eventType: the type that the stream's key names.
  ///   - history: why it was given up before, oldest first.
  public static func fields(
    original: [StreamField],
    stream: String,
    id: String,
    refusal: Refusal,
    retryCount: Int,
    at timestamp: Timestamp,
    eventType: EventType,
    history: [Failure] = []
  ) -> [StreamField] {
    let added = [
      StreamField(originalStreamField, stream),
      StreamField(originalIDField, id),
      StreamField(reasonField, refusal.reason.rawValue),
      StreamField(errorField, refusal.message),
      StreamField(retryCountField, String(retryCount)),
      StreamField(timestampField, timestamp.rfc3339),
      StreamField(fingerprintField, refusal.fingerprint(eventType: eventType)),
    ]
    return strip(original) + added
      + (history.isEmpty ? [] : [StreamField(historyField, Failure.text(of: history.suffix(historyCountMax)))])
  }

  /// The fields of the letter that takes this one's place after a replay was in vain.
  ///
  /// - Parameters:
  ///   - stream: the full key of the stream that the entry was read from.
  ///   - id: the entry's id there.
  public func returned(
    to stream: String,
    id: String,
    refusal: Refusal,
    at now: Timestamp,
    eventType: EventType
  ) -> [StreamField] {
    Self.fields(
      original: original,
      stream: stream,
      id: id,
      refusal: refusal,
      retryCount: retryCount + 1,
      at: now,
      eventType: eventType,
      history: history + [Failure(timestamp: timestamp, reasonCode: reasonCode)]
    )
  }

  /// The letter of an entry that is given up: the first, or, where the entry is a letter that was put back into its stream,
  /// the next, with a replay more.
  public static func fields(
    burying fields: [StreamField],
    of stream: String,
    id: String,
    refusal: Refusal,
    at now: Timestamp,
    eventType: EventType
  ) -> [StreamField] {
    let countName = Array(retryCountField.utf8)
    guard fields.contains(where: { $0.name == countName }) else {
      return self.fields(
        original: fields,
        stream: stream,
        id: id,
        refusal: refusal,
        retryCount: 0,
        at: now,
        eventType: eventType
      )
    }
    return DeadLetter(reading: fields).returned(to: stream, id: id, refusal: refusal, at: now, eventType: eventType)
  }

  /// What is put back into the stream: the entry's own fields, with what a next letter has to know of this one.
  public var requeued: [StreamField] {
    original
      + [
        StreamField(Self.reasonField, reasonCode),
        StreamField(Self.retryCountField, String(retryCount)),
        StreamField(Self.timestampField, timestamp),
      ]
      + (history.isEmpty ? [] : [StreamField(Self.historyField, Failure.text(of: history))])
  }

  /// The original fields of a letter, as a replay publishes them.
  public static func strip(_ fields: [StreamField]) -> [StreamField] {
    fields.filter { !names.contains($0.name) }
  }
}
