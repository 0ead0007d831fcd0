import Calibration
import EventModel
import Resolution

/// PostgreSQL as the shell uses it: the tables of the main path, and the transactions that are open.
struct Database: Hashable, Sendable {
  /// A row of `outcome_records`.
  struct OutcomeRow: Hashable, Sendable {
    let conversation: Int
    let stored: StoredOutcome
    /// The latest update that was announced of it; it can be computed from the row and its action.
    let announced: CalibrationUpdate?
  }

  struct ConversionKey: Hashable, Comparable, Sendable {
    let conversation: Int
    let signal: EventID

    static func < (left: Self, right: Self) -> Bool {
      (left.conversation, left.signal) < (right.conversation, right.signal)
    }
  }

  /// A row without columns besides its key.
  struct Registration: Hashable, Sendable {}

  /// Event number to content.
  var events = Table<Int, Int>()
  var conversations = Table<Int, Registration>()
  /// Mark to conversation.
  var due = Table<Int, Int>()
  var outcomes = Table<OutcomeID, OutcomeRow>()
  var conversions = Table<ConversionKey, Conversion>()
  var outbox = Table<Int, CalibrationUpdate>()
  var samples = Table<OutcomeID, LedgerEntry>()
  var bins = Table<BinKey, BinStatistics>()
  /// How far a relay came that reads by id; the right one has no such thing.
  var relayPosition = 0
  private var lastDueID = 0
  private var lastOutboxID = 0
  /// One bit for each.
  private var open: UInt64 = 0

  func isOpen(_ transaction: TransactionNumber) -> Bool {
    open & (1 << UInt64(transaction)) != 0
  }

  mutating func begin(_ transaction: TransactionNumber) {
    precondition(!isOpen(transaction), "a machine has one transaction at a time")
    open |= 1 << UInt64(transaction)
  }

  mutating func commit(_ transaction: TransactionNumber) {
    precondition(isOpen(transaction), "only an open transaction is committed")
    events.commit(transaction)
    conversations.commit(transaction)
    due.commit(transaction)
    outcomes.commit(transaction)
    conversions.commit(transaction)
    outbox.commit(transaction)
    samples.commit(transaction)
    bins.commit(transaction)
    open &= ~(1 << UInt64(transaction))
  }

  /// Rolls back, whoever wants it: the client, or the server that lost it.
  mutating func abort(_ transaction: TransactionNumber) {
    guard isOpen(transaction) else { return }
    events.abort(transaction)
    conversations.abort(transaction)
    due.abort(transaction)
    outcomes.abort(transaction)
    conversions.abort(transaction)
    outbox.abort(transaction)
    samples.abort(transaction)
    bins.abort(transaction)
    open &= ~(1 << UInt64(transaction))
  }

  /// Adds to the outbox; the id is drawn now, whenever the transaction commits.
  mutating func append(_ update: CalibrationUpdate, by transaction: TransactionNumber) {
    lastOutboxID += 1
    _ = outbox.insert(lastOutboxID, update, by: transaction)
  }

  mutating func markDue(_ conversation: Int, by transaction: TransactionNumber) {
    lastDueID += 1
    _ = due.insert(lastDueID, conversation, by: transaction)
  }

  /// What the outcomes of a conversation are, as a transaction sees them.
  func storedOutcomes(of conversation: Int, seenBy transaction: TransactionNumber?) -> [StoredOutcome] {
    outcomes.rows(seenBy: transaction).filter { $0.value.conversation == conversation }.map(\.value.stored)
  }

  func storedConversions(of conversation: Int, seenBy transaction: TransactionNumber?) -> [Conversion] {
    conversions.rows(seenBy: transaction).filter { $0.key.conversation == conversation }.map(\.value)
  }

  /// Samples that the ledger lacks and that nothing in the outbox will bring.
  var missingSamples: [CalibrationUpdate] {
    outcomes.rows().compactMap { row in
      guard let update = row.value.announced,
        samples.value(row.key)?.revision ?? 0 < update.revision,
        !outbox.contains(where: { $1.outcomeID == update.outcomeID && $1.revision == update.revision })
      else { return nil }
      return update
    }
  }
}
