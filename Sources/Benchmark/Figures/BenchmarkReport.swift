public import FoundationEssentials

/// What a run of the benchmark measured, and where.
public struct BenchmarkReport: Hashable, Sendable, Codable {
  /// The form that this program writes and reads.
  public static let schemaVersionNow = 1

  public let schemaVersion: Int
  /// What the loads followed from.
  public let seed: UInt64
  public let machine: MachineFacts
  public let cases: [CaseReport]

  public init(seed: UInt64, machine: MachineFacts, cases: [CaseReport]) {
    schemaVersion = Self.schemaVersionNow
    self.seed = seed
    self.machine = machine
    self.cases = cases
  }

  /// The report as JSON, with sorted keys.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self)
  }

  /// Reads what ``json()`` wrote.
  /// - Throws: ``BenchmarkError`` for another form, and what decoding throws.
  public init(json: Data) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(BenchmarkReport.self, from: json)
    if schemaVersion != Self.schemaVersionNow {
      throw BenchmarkError("the report has form \(schemaVersion), this program reads \(Self.schemaVersionNow)")
    }
  }
}
