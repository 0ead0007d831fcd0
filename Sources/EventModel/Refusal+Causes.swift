extension Refusal {
  static func missing(_ field: String) -> Self {
    Self(
      .missingField,
      field: field,
      message: "Field `\(field)` is required but absent or empty; correct the producer and send the event again."
    )
  }

  /// `expectation` follows the field's name: "must be a UUID".
  static func invalid(_ field: String, _ expectation: String) -> Self {
    Self(
      .invalidField,
      field: field,
      message: "Field `\(field)` \(expectation); correct the producer and send the event again."
    )
  }

  static func invalidJSON(_ field: String, atByte offset: Int) -> Self {
    Self(
      .invalidJSON,
      field: field,
      message: "Field `\(field)` is not valid JSON in UTF-8 at byte \(offset); "
        + "correct the producer's encoder and send the event again."
    )
  }

  static func tooLarge(_ field: String, byteCount: Int, byteCountMax: Int) -> Self {
    Self(
      .tooLarge,
      field: field,
      message: "Field `\(field)` has \(byteCount) bytes and may have \(byteCountMax); "
        + "keep large content elsewhere and send the event again with a reference to it."
    )
  }

  static func unsupportedVersion(_ field: String) -> Self {
    Self(
      .unsupportedVersion,
      field: field,
      message: "Field `\(field)` names another major version than 1; "
        + "send version 1, or upgrade the workers and replay the letter."
    )
  }

  static func unknownEventType(_ field: String, streamType: EventType) -> Self {
    Self(
      .unknownEventType,
      field: field,
      message: "Field `\(field)` must be `\(streamType.rawValue)`, the type that the stream's key names; "
        + "send the event to the stream of its own type."
    )
  }

  static func tenantMismatch(_ field: String) -> Self {
    Self(
      .tenantMismatch,
      field: field,
      message: "Field `\(field)` names another tenant than the stream's key; "
        + "send the event to the stream of its own tenant."
    )
  }

  static func timestampInFuture(_ field: String) -> Self {
    Self(
      .timestampInFuture,
      field: field,
      message: "Field `\(field)` is more than 24 hours ahead of this server's clock; "
        + "set the clock that is wrong, then replay the letter or send the event again."
    )
  }

  /// A stage that isn't in the tenant's order (SEMANTICS section 2). `field` comes from ``Event/stageFields``.
  public static func unknownStage(field: String) -> Self {
    Self(
      .invalidField,
      field: field,
      message: "Field `\(field)` names a stage that is not in the tenant's `deal_stages`, nor `closed_lost` or "
        + "`stalled`; set the tenant's order of stages, then replay the letter."
    )
  }

  /// The tenant has an event with this id and other content.
  public static func eventIDConflict() -> Self {
    Self(
      .eventIDConflict,
      field: "event_id",
      message: "Field `event_id` is taken by another event of this tenant with other content; "
        + "send the event again under an id of its own, or discard the letter."
    )
  }

  /// Handling failed on every attempt. `cause` is a code, such as an SQLSTATE, and never a text that could quote the
  /// payload.
  public static func processingFailed(attempts: Int, cause: String) -> Self {
    Self(
      .processingFailed,
      field: nil,
      message: "Handling the event failed \(attempts) times, the last time with \(cause); "
        + "remove the cause, then replay the letter."
    )
  }

  /// The entry was being handled alone when its worker died, as often as is tolerated.
  public static func deliveryLimit(deaths: Int) -> Self {
    Self(
      .deliveryLimit,
      field: nil,
      message: "The worker that handled the event alone died \(deaths) times; "
        + "find the crash in the workers' logs before the letter is replayed."
    )
  }
}
