import Calibration
import EventModel
import PostgresClient
import Store

/// The part of the check that single statements over whole tables answer: what is left, doubled or astray.
struct TableVerification {
  /// A mark that is older was left behind; a younger one is work in progress.
  static let dueAgeMax = TimeInterval.seconds(60)
  /// The same for the marks of a changed setting, which can be as many as a tenant has conversations.
  static let settingAgeMax = TimeInterval.hours(1)
  /// An outcome whose window closed earlier, and that was written earlier, was left behind by every sweep.
  static let overdueAgeMax = TimeInterval.hours(1)
  /// A statement that reads a table of hundreds of millions of rows takes its time.
  private static let timeout = Duration.seconds(3600)

  let now: Timestamp
  private let exampleCountMax = VerificationReport.exampleCountMax

  init(now: Timestamp) {
    self.now = now
  }

  /// - Parameter start: when the streams began to be read.
  /// - Returns: how many events were recorded by then.
  func count(
    since start: Timestamp,
    in transaction: PostgresTransaction,
    into report: inout VerificationReport
  ) async throws -> Int {
    let (rows, work) = try await transaction.send(
      CountRows(now: now, recordedBy: start),
      CountWork(),
      timeout: Self.timeout
    )
    if let work = work.first { report.dueConversations = Int(work.dueConversationCount) }
    guard let rows = rows.first else { return 0 }
    report.recordedEvents = Int(rows.events)
    report.outcomes = Int(rows.outcomes)
    report.overdueOutcomes = Int(rows.overdueOutcomes)
    report.conversations = Int(rows.conversations)
    report.conversions = Int(rows.conversions)
    report.samples = Int(rows.samples)
    return Int(rows.earlierEvents)
  }

  func run(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport,
    progress: ProgressMeter
  ) async throws {
    progress.begin(.rows, total: 8)
    try await verifyConversations(in: transaction, into: &report)
    progress.advance(1)
    try await verifyMonths(in: transaction, into: &report)
    progress.advance(1)
    try await verifyLinks(in: transaction, into: &report)
    progress.advance(1)
    try await verifyOutcomes(in: transaction, into: &report)
    progress.advance(1)
    try await verifyConversions(in: transaction, into: &report)
    progress.advance(1)
    try await verifyStates(in: transaction, into: &report)
    progress.advance(1)
    try await verifyRollups(in: transaction, into: &report)
    progress.advance(1)
    try await verifyErasures(in: transaction, into: &report)
    progress.advance(1)
  }

  private func verifyStates(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let rows = try await transaction.send(FindStrayStates(countMax: exampleCountMax), timeout: Self.timeout)
    report.add(
      .stateDiffers,
      rows.map { "tenant \($0.key.tenantID), \($0.key.actionType)" },
      count: Int(rows.first?.count ?? 0)
    )
  }

  /// Both sides are in the snapshot, so that no fold and no write in between makes them differ.
  private func verifyRollups(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let differences = try await RollupDifferences.find(
      of: nil,
      countMax: exampleCountMax,
      in: transaction,
      timeout: Self.timeout
    )
    for table in differences { report.add(.rollupDiffers, table.examples, count: table.count) }
  }

  private func verifyErasures(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let (left, open) = try await transaction.send(
      FindErasedLeft(countMax: exampleCountMax),
      FindOpenErasures(before: now - Self.dueAgeMax, countMax: exampleCountMax),
      timeout: Self.timeout
    )
    report.add(
      .erasedConversationLeft,
      left.map { "\($0.key.example), \($0.table)" },
      count: Int(left.first?.count ?? 0)
    )
    report.add(
      .erasureUnfinished,
      open.map { "tenant \($0.tenantID), receipt \($0.receiptID.lowercaseText)" },
      count: Int(open.first?.count ?? 0)
    )
  }

  private func verifyConversations(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport
  ) async throws {
    let (leftDue, marks, unregistered) = try await transaction.send(
      FindLeftDue(before: now - Self.dueAgeMax, settingBefore: now - Self.settingAgeMax, countMax: exampleCountMax),
      FindUnregisteredMarks(countMax: exampleCountMax),
      FindUnregistered(countMax: exampleCountMax),
      timeout: Self.timeout
    )
    report.add(.conversationLeftDue, leftDue.map(\.key.example), count: Int(leftDue.first?.count ?? 0))
    report.add(.markUnregistered, marks.map(\.key.example), count: Int(marks.first?.count ?? 0))
    report.add(
      .conversationUnregistered,
      unregistered.map(\.key.example),
      count: Int(unregistered.first?.count ?? 0)
    )
  }

  private func verifyMonths(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let (keys, unreached) = try await transaction.send(
      FindStrayKeys(countMax: exampleCountMax),
      FindUnreached(countMax: exampleCountMax),
      timeout: Self.timeout
    )
    report.add(.eventKeyDiffers, keys.map(\.key.example), count: Int(keys.first?.count ?? 0))
    report.add(
      .eventOutOfReach,
      unreached.map { "\($0.key.example), event \($0.eventID)" },
      count: Int(unreached.first?.count ?? 0)
    )
  }

  private func verifyLinks(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let (missing, stray) = try await transaction.send(
      FindMissingLinks(countMax: exampleCountMax),
      FindStrayLinks(countMax: exampleCountMax),
      timeout: Self.timeout
    )
    report.add(
      .eventUnlinked,
      missing.map { "\($0.key.example), conversation \($0.conversationID)" },
      count: Int(missing.first?.count ?? 0)
    )
    for (kind, isDoubled) in [(VerificationProblem.linkWithoutEvent, false), (.eventLinkedTwice, true)] {
      let rows = stray.filter { $0.isDoubled == isDoubled }
      report.add(kind, rows.map { "\($0.key.example), event \($0.eventID)" }, count: Int(rows.first?.count ?? 0))
    }
  }

  private func verifyOutcomes(in transaction: PostgresTransaction, into report: inout VerificationReport) async throws {
    let (overdue, doubled, stray, labels, samples) = try await transaction.send(
      FindLeftOverdue(before: now - Self.overdueAgeMax, countMax: exampleCountMax),
      FindDoubledOutcomes(countMax: exampleCountMax),
      FindStrayOutcomes(countMax: exampleCountMax),
      FindOrphanLabels(countMax: exampleCountMax),
      FindOrphanSamples(countMax: exampleCountMax),
      timeout: Self.timeout
    )
    report.add(
      .outcomeLeftOverdue,
      overdue.map { "\($0.key.example), outcome \($0.outcomeID)" },
      count: Int(overdue.first?.count ?? 0)
    )
    report.add(
      .outcomeDoubled,
      doubled.map { "tenant \($0.tenantID), action event \($0.actionEventID)" },
      count: Int(doubled.first?.count ?? 0)
    )
    for (kind, isRecorded) in [(VerificationProblem.outcomeWithoutAction, false), (.outcomeMisdescribed, true)] {
      let rows = stray.filter { $0.isActionRecorded == isRecorded }
      report.add(
        kind,
        rows.map { "tenant \($0.tenantID), outcome \($0.outcomeID), action event \($0.actionEventID)" },
        count: Int(rows.first?.count ?? 0)
      )
    }
    report.add(
      .labelWithoutOutcome,
      labels.map { "tenant \($0.tenantID), label \($0.labelID), outcome \($0.outcomeID)" },
      count: Int(labels.first?.count ?? 0)
    )
    report.add(.sampleWithoutOutcome, samples.map(\.key.example), count: Int(samples.first?.count ?? 0))
  }

  private func verifyConversions(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport
  ) async throws {
    let (broken, stray) = try await transaction.send(
      FindBrokenConversions(countMax: exampleCountMax),
      FindStrayConversions(countMax: exampleCountMax),
      timeout: Self.timeout
    )
    report.add(
      .creditsDontSum,
      broken.map { "\($0.key.example), signal \($0.signal)" },
      count: Int(broken.first?.count ?? 0)
    )
    for (kind, isDoubled) in [(VerificationProblem.conversionWithoutEvent, false), (.creditDoubled, true)] {
      let rows = stray.filter { $0.isDoubled == isDoubled }
      report.add(kind, rows.map { "\($0.key.example), signal \($0.signal)" }, count: Int(rows.first?.count ?? 0))
    }
  }
}

extension ConversationKey {
  /// How a report names it.
  var example: String { "tenant \(tenantID), conversation \(conversationID)" }
}

extension EventKey {
  /// How a report names it.
  var example: String { "tenant \(tenantID), event \(eventID)" }
}

extension SampleKey {
  /// How a report names it.
  var example: String { "tenant \(tenantID), outcome \(outcomeID)" }
}
