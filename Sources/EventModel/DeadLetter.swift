/// The entry of a dead-letter stream: the original fields, unchanged, and why they are there (CONTRACT section 1).
public enum DeadLetter {
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

  private static let names: Set<[UInt8]> = Set(
    [
      originalStreamField, originalIDField, reasonField, errorField, retryCountField, timestampField, fingerprintField,
    ].map { Array($0.utf8) }
  )

  /// The fields of a letter.
  ///
  /// - Parameters:
  ///   - original: the fields of the entry; what an earlier letter added to them is replaced.
  ///   - stream: the full key that the entry was read from.
  ///   - id: the entry's id there.
  ///   - retryCount: how many replays it has failed, from 0 upwards.
  ///   - timestamp: when it was given up.
  ///   - eventType: the type that the stream's key names.
  public static func fields(
    original: [StreamField],
    stream: String,
    id: String,
    refusal: Refusal,
    retryCount: Int,
    at timestamp: Timestamp,
    eventType: EventType
  ) -> [StreamField] {
    strip(original) + [
      StreamField(originalStreamField, stream),
      StreamField(originalIDField, id),
      StreamField(reasonField, refusal.reason.rawValue),
      StreamField(errorField, refusal.message),
      StreamField(retryCountField, String(retryCount)),
      StreamField(timestampField, timestamp.rfc3339),
      StreamField(fingerprintField, refusal.fingerprint(eventType: eventType)),
    ]
  }

  /// The original fields of a letter, as a replay publishes them.
  public static func strip(_ fields: [StreamField]) -> [StreamField] {
    fields.filter { !names.contains($0.name) }
  }
}
