public import EventModel
public import FoundationEssentials
import Store

/// What is kept of an erasure, and what it removed. It doesn't say which conversation it was; whoever has the id can ask.
public struct ErasureReceipt: Sendable {
  public let id: UUID
  public let tenantID: TenantID
  /// What the conversation is known again by.
  public let digest: ErasureDigest
  public let requestedAt: Timestamp
  public let requestedBy: String
  public let reason: String
  /// `nil` while something may be left in the tables.
  public let tablesErasedAt: Timestamp?
  /// `nil` while something may be left anywhere: the command has to be run again.
  public let completedAt: Timestamp?
  /// Rows that were removed, by table; with what was changed of others.
  public let rows: [String: Int]
  /// Entries that were removed, by the kind of stream.
  public let entries: [String: Int]

  init(_ row: ReceiptRow) {
    id = row.id
    tenantID = row.tenantID
    digest = row.digest
    requestedAt = row.requestedAt
    requestedBy = row.requestedBy
    reason = row.reason
    tablesErasedAt = row.tablesErasedAt
    completedAt = row.completedAt
    rows = Self.counts(row.rowCounts)
    entries = Self.counts(row.entryCounts)
  }

  private static func counts(_ text: String) -> [String: Int] {
    guard case .success(let object) = Result(catching: { try JSONParser.parse(Array(text.utf8)) }) else { return [:] }
    var counts: [String: Int] = [:]
    for member in object.members ?? [] {
      if case .number(let number) = member.value { counts[member.name] = Int(number.text) }
    }
    return counts
  }
}
