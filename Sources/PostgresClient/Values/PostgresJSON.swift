/// A `jsonb` value as text; the server parses it and rejects what isn't JSON, and the escape `\u0000`.
public struct PostgresJSON: Hashable, Sendable {
  /// A JSON document in UTF-8.
  public let text: String

  /// A document; not checked here.
  public init(text: String) {
    self.text = text
  }
}
