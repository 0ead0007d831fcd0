public import EventModel

/// A notice as plain JSON, for whoever programs against it.
///
///     {"type": "reckoner.notice", "version": 1, "delivery_id": uuid, "tenant_id": uuid,
///      "subject": {"kind": "alert", "id": uuid, "event": "firing"}, "severity": "warning",
///      "report": {"kind": "weekly", "audience": "executive"} or null, "occurred_at": time, "title": text,
///      "lines": [text, ...], "facts": [{"name": text, "text": text}, ...], "link": text or null, "document": {...}}
public enum WebhookMessage {
  /// The body of the request.
  public static func body(of notice: Notice, delivery: DeliveryID, tenant: TenantID) -> [UInt8] {
    let report = notice.report.map { report in
      JSONValue.object(["kind": .string(report.kind), "audience": .text(report.audience)])
    }
    return JSONWriter.compact(
      .object([
        "type": .string("reckoner.notice"),
        "version": .count(1),
        "delivery_id": .string(delivery.description),
        "tenant_id": .string(tenant.description),
        "subject": .object([
          "kind": .string(notice.subject.kind.rawValue),
          "id": .string(notice.subject.id.lowercaseText),
          "event": .string(notice.subject.event),
        ]),
        "severity": .string(notice.severity.rawValue),
        "report": report ?? .null,
        "occurred_at": .time(notice.occurredAt),
        "title": .string(notice.title),
        "lines": .array(notice.lines.map(JSONValue.string)),
        "facts": .array(notice.facts.map { .object(["name": .string($0.name), "text": .string($0.text)]) }),
        "link": .text(notice.link),
        "document": notice.document,
      ])
    )
  }
}
