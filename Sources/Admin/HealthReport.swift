import FoundationEssentials

/// The answer to a question about health: every check, and for each that fails why.
public struct HealthReport: Hashable, Sendable {
  /// One loop or one dependency.
  public struct Check: Hashable, Sendable, Encodable {
    public let name: String
    /// Why it fails, in a sentence; `nil` where all is well.
    public let reason: String?

    private enum CodingKeys: String, CodingKey { case name, ok, reason }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(reason == nil, forKey: .ok)
      try container.encodeIfPresent(reason, forKey: .reason)
    }
  }

  public let checks: [Check]

  /// Whether all is well.
  public var isHealthy: Bool { checks.allSatisfy { $0.reason == nil } }

  private struct Document: Encodable {
    let status: String
    let checks: [Check]
  }

  /// The report as a JSON document of one line.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = Document(status: isHealthy ? "ok" : "failing", checks: checks)
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}
