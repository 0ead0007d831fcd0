/// Why an entry is moved to the dead letters; the codes of `_dlq_reason` (CONTRACT section 1).
public enum RefusalReason: String, CaseIterable, Sendable {
  case missingField = "missing_field"
  case invalidField = "invalid_field"
  case invalidJSON = "invalid_json"
  case tooLarge = "too_large"
  case unsupportedVersion = "unsupported_version"
  case unknownEventType = "unknown_event_type"
  case tenantMismatch = "tenant_mismatch"
  case timestampInFuture = "timestamp_in_future"
  /// An event with the same id and other content is recorded already.
  case eventIDConflict = "event_id_conflict"
  /// Its handling failed, again and again.
  case processingFailed = "processing_failed"
  /// It killed its worker, again and again.
  case deliveryLimit = "delivery_limit"
}
