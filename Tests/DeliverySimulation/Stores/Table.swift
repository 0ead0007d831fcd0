/// The transaction of one machine: it has at most one at a time.
typealias TransactionNumber = Int

/// A table as transactions at READ COMMITTED see it. A row has at most one holder, who locked or wrote it; what a holder
/// writes, others see when it commits.
struct Table<Key: Hashable & Comparable & Sendable, Value: Hashable & Sendable>: Hashable, Sendable {
  private enum Draft: Hashable {
    case none
    case value(Value)
    case deleted
  }

  private struct Row: Hashable {
    let key: Key
    var committed: Value?
    var draft = Draft.none
    var holder: TransactionNumber?

    func visible(to transaction: TransactionNumber?) -> Value? {
      guard transaction != nil, holder == transaction else { return committed }
      switch draft {
      case .none: return committed
      case .value(let value): return value
      case .deleted: return nil
      }
    }
  }

  /// In the order of their keys.
  private var rows: [Row] = []

  var isEmpty: Bool { rows.isEmpty }

  /// What a transaction sees of a row; `nil` for whoever has none.
  func value(_ key: Key, seenBy transaction: TransactionNumber? = nil) -> Value? {
    index(of: key).flatMap { rows[$0].visible(to: transaction) }
  }

  /// All rows that a transaction sees, in the order of their keys.
  func rows(seenBy transaction: TransactionNumber? = nil) -> [(key: Key, value: Value)] {
    rows.compactMap { row in row.visible(to: transaction).map { (row.key, $0) } }
  }

  func contains(seenBy transaction: TransactionNumber? = nil, where isWanted: (Key, Value) -> Bool) -> Bool {
    rows.contains { row in row.visible(to: transaction).map { isWanted(row.key, $0) } ?? false }
  }

  /// Whether another transaction holds a row.
  func isHeld(_ key: Key, byOtherThan transaction: TransactionNumber?) -> Bool {
    guard let holder = index(of: key).flatMap({ rows[$0].holder }) else { return false }
    return holder != transaction
  }

  /// Whether an insert must wait: another transaction has inserted the key, or deleted it, and hasn't ended.
  func insertWaits(_ key: Key, by transaction: TransactionNumber) -> Bool {
    guard let index = index(of: key), let holder = rows[index].holder, holder != transaction else { return false }
    return rows[index].committed == nil || rows[index].draft == .deleted
  }

  /// Whether a lock must wait; what isn't committed is invisible, and waited for by nobody.
  func lockWaits(_ key: Key, by transaction: TransactionNumber) -> Bool {
    guard let index = index(of: key), let holder = rows[index].holder, holder != transaction else { return false }
    return rows[index].committed != nil
  }

  /// `INSERT ... ON CONFLICT DO NOTHING`.
  /// - Returns: whether it was inserted.
  mutating func insert(_ key: Key, _ value: Value, by transaction: TransactionNumber) -> Bool {
    precondition(!insertWaits(key, by: transaction), "an insert waits for the other's end")
    if let index = index(of: key) {
      if rows[index].visible(to: transaction) != nil { return false }
      rows[index].draft = .value(value)
      rows[index].holder = transaction
    } else {
      let position = rows.firstIndex { key < $0.key } ?? rows.endIndex
      rows.insert(Row(key: key, committed: nil, draft: .value(value), holder: transaction), at: position)
    }
    return true
  }

  /// `FOR UPDATE SKIP LOCKED` for one row.
  /// - Returns: whether the transaction holds the row now.
  mutating func lock(_ key: Key, by transaction: TransactionNumber) -> Bool {
    guard let index = index(of: key), rows[index].visible(to: transaction) != nil else { return false }
    if let holder = rows[index].holder, holder != transaction { return false }
    rows[index].holder = transaction
    return true
  }

  /// Writes a row that nobody else holds, new or not.
  mutating func write(_ key: Key, _ value: Value?, by transaction: TransactionNumber) {
    guard let index = index(of: key) else {
      if let value { _ = insert(key, value, by: transaction) }
      return
    }
    precondition(!isHeld(key, byOtherThan: transaction), "a write waits for the other's end")
    rows[index].draft = value.map { .value($0) } ?? .deleted
    rows[index].holder = transaction
  }

  /// What no server does before the end of a transaction: gives back a lock. A row that was written stays held.
  mutating func release(_ key: Key, by transaction: TransactionNumber) {
    guard let index = index(of: key), rows[index].holder == transaction, rows[index].draft == .none else { return }
    rows[index].holder = nil
  }

  mutating func commit(_ transaction: TransactionNumber) {
    end(transaction) { row in
      switch row.draft {
      case .none: break
      case .value(let value): row.committed = value
      case .deleted: row.committed = nil
      }
    }
  }

  mutating func abort(_ transaction: TransactionNumber) {
    end(transaction) { _ in }
  }

  private mutating func end(_ transaction: TransactionNumber, _ settle: (inout Row) -> Void) {
    guard rows.contains(where: { $0.holder == transaction }) else { return }
    for index in rows.indices where rows[index].holder == transaction {
      settle(&rows[index])
      rows[index].draft = .none
      rows[index].holder = nil
    }
    rows.removeAll { $0.committed == nil && $0.holder == nil }
  }

  private func index(of key: Key) -> Int? {
    rows.firstIndex { $0.key == key }
  }
}
