import Documents
import EventModel
import Workers

/// Receipts of erasures, and what one would remove, for people and as JSON.
enum ErasureText {
  static func lines(of receipt: ErasureReceipt) -> [String] {
    let facts = [
      ("receipt", receipt.id.lowercaseText), ("tenant", receipt.tenantID.description),
      ("conversation hash", receipt.digest.text), ("requested", receipt.requestedAt.rfc3339),
      ("by", SafeText.safe(receipt.requestedBy)), ("reason", SafeText.safe(receipt.reason)),
      ("completed", receipt.completedAt?.rfc3339 ?? "not yet: run the command again"),
    ]
    var table = Table([.left(""), .left("")])
    for (name, value) in facts { table.add([name, value]) }
    return table.lines().dropFirst()
      + countLines("rows removed", receipt.rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      + countLines("entries removed", receipt.entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  static func lines(of receipts: [ErasureReceipt]) -> [String] {
    if receipts.isEmpty { return ["nothing was erased"] }
    var table = Table([.left("receipt"), .left("requested"), .left("completed"), .left("by"), .left("reason")])
    for receipt in receipts {
      table.add([
        receipt.id.lowercaseText, receipt.requestedAt.rfc3339, receipt.completedAt?.rfc3339 ?? "not yet",
        SafeText.safe(receipt.requestedBy), SafeText.safe(receipt.reason),
      ])
    }
    return table.lines()
  }

  static func lines(of counts: ErasureCounts) -> [String] {
    countLines("rows that would be removed", counts.rows.map { ($0.table, $0.count) })
      + countLines("entries that would be removed", counts.entries.map { ($0.stream, $0.count) })
  }

  private static func countLines(_ title: String, _ counts: [(String, Int)]) -> [String] {
    var table = Table([.left(title), .right("")])
    for (name, count) in counts { table.add([name, NumberText.count(count)]) }
    return [""] + table.lines()
  }

  static func json(_ receipt: ErasureReceipt) -> JSONValue {
    .object([
      "receipt_id": .text(receipt.id.lowercaseText), "tenant_id": .text(receipt.tenantID.description),
      "conversation_hash": .text(receipt.digest.text), "requested_at": .time(receipt.requestedAt),
      "requested_by": .text(receipt.requestedBy), "reason": .text(receipt.reason),
      "tables_erased_at": .time(receipt.tablesErasedAt), "completed_at": .time(receipt.completedAt),
      "rows": counts(receipt.rows.map { ($0.key, $0.value) }),
      "entries": counts(receipt.entries.map { ($0.key, $0.value) }),
    ])
  }

  static func json(_ counts: ErasureCounts) -> JSONValue {
    .object([
      "rows": self.counts(counts.rows.map { ($0.table, $0.count) }),
      "entries": self.counts(counts.entries.map { ($0.stream, $0.count) }),
    ])
  }

  private static func counts(_ counts: [(String, Int)]) -> JSONValue {
    .object(counts.sorted { $0.0 < $1.0 }.map { JSONMember($0.0, .count($0.1)) })
  }
}
