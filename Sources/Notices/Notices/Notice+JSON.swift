public import EventModel

extension Notice {
  /// A document may be as deep as a payload; the notice lies around it.
  private static let depthMax = JSONParser.depthMax + 4

  /// The form in which a notice waits in the database.
  public var json: JSONValue {
    .object([
      "kind": .string(subject.kind.rawValue),
      "id": .string(subject.id.lowercaseText),
      "event": .string(subject.event),
      "severity": .string(severity.rawValue),
      "report_kind": .text(report?.kind),
      "report_audience": .text(report?.audience),
      "occurred_at": .count(occurredAt.microseconds),
      "title": .string(title.withoutNull),
      "lines": .array(lines.map { .string($0.withoutNull) }),
      "facts": .array(facts.map { .array([.string($0.name.withoutNull), .string($0.text.withoutNull)]) }),
      "link": .text(link?.withoutNull),
      "html": .text(html?.withoutNull),
      "document": document.withoutNull,
    ])
  }

  /// Reads what ``json`` writes; `nil` for anything else, such as a newer program's.
  public init?(text: String) {
    let value: JSONValue
    do throws(JSONParsingError) {
      value = try JSONParser.parse(Array(text.utf8), depthMax: Self.depthMax)
    } catch {
      return nil
    }
    guard let kind = value["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let id = value["id"]?.string.flatMap({ DeliveryID(text: $0) }),
      let event = value["event"]?.string,
      let severity = value["severity"]?.string.flatMap(Severity.init(rawValue:)),
      case .number(let time)? = value["occurred_at"], let microseconds = time.int64,
      let title = value["title"]?.string, let lines = value["lines"]?.strings,
      case .array(let facts)? = value["facts"], let document = value["document"]
    else { return nil }
    self.init(
      Subject(kind, id: id.uuid, event: event),
      severity: severity,
      report: value["report_kind"]?.string.map { Report(kind: $0, audience: value["report_audience"]?.string) },
      occurredAt: Timestamp(microseconds: microseconds),
      title: title,
      lines: lines,
      facts: facts.compactMap { fact in
        guard let words = fact.strings, words.count == 2 else { return nil }
        return Fact(words[0], words[1])
      },
      link: value["link"]?.string,
      html: value["html"]?.string,
      document: document
    )
  }
}

extension JSONValue {
  /// A text; `nil` for anything else.
  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// An array of texts alone; `nil` for anything else.
  var strings: [String]? {
    guard case .array(let elements) = self else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count ? texts : nil
  }
}

extension JSONValue {
  /// The same without the one character that PostgreSQL doesn't store.
  fileprivate var withoutNull: JSONValue {
    switch self {
    case .null, .bool, .number: self
    case .string(let text): .string(text.withoutNull)
    case .array(let elements): .array(elements.map(\.withoutNull))
    case .object(let members): .object(members.map { JSONMember($0.name.withoutNull, $0.value.withoutNull) })
    }
  }
}

extension String {
  /// PostgreSQL stores every character but this one.
  fileprivate var withoutNull: String {
    unicodeScalars.contains("\0") ? String(String.UnicodeScalarView(unicodeScalars.filter { $0 != "\0" })) : self
  }
}
