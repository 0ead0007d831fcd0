import Calibration
import Delivery
import Documents
import EventModel
import Store
import Streams
import Workers

/// The fleet's status as lines for a person.
struct StatusText {
  /// Streams that are listed one by one without being asked for.
  static let fewStreams = 12

  private let status: FleetStatus
  private let listsKeys: Bool

  /// - Parameter listsKeys: whether each stream has a row, however many there are.
  init(_ status: FleetStatus, listsKeys: Bool) {
    self.status = status
    self.listsKeys = listsKeys
  }

  func lines() -> [String] {
    ["reckoner status at \(status.time.rfc3339)"] + streamLines() + recordLines()
  }

  private func streamLines() -> [String] {
    switch status.streams {
    case .failure(let error): section("streams", ["not available: \(Program.failure(from: error).description)"])
    case .success(let streams) where streams.isEmpty: section("streams", ["none yet"])
    case .success(let streams):
      section("streams", typeTable(streams))
        + (listsKeys || streams.count <= Self.fewStreams ? section("streams by key", keyTable(streams)) : [])
    }
  }

  private func recordLines() -> [String] {
    switch status.records {
    case .failure(let error):
      section("records", ["not available: \(Program.failure(from: error).description)"])
    case .success(let records):
      section("work that waits", Self.workTable(records))
        + settingLines(records)
        + section("events recorded", Self.eventTable(records))
        + section("outcomes", Self.outcomeTable(records))
        + calibrationLines(records.calibration)
    }
  }

  /// Nothing where no change of a setting is under way.
  private func settingLines(_ records: FleetStatus.Records) -> [String] {
    guard records.settingDueCount > 0 else { return [] }
    let count =
      "\(NumberText.count(records.settingDueCount)) conversations are to be resolved anew after a change of settings"
    return [(records.settingDueSince.map { "\(count), since \($0.rfc3339)" } ?? count)].indented
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    ["", title] + lines.indented
  }
}

// MARK: - Streams

extension StatusText {
  private func typeTable(_ streams: [FleetStatus.Stream]) -> [String] {
    var table = Table([
      .left("type"), .right("streams"), .right("length"), .right("unread"), .right("pending"),
      .right("oldest waiting"), .right("dead letters"), .right("lost unread"), .left("read by"),
    ])
    for group in ConsumerGroup.allCases {
      for type in group.eventTypes {
        let streams = streams.filter { $0.key.eventType == type }
        if streams.isEmpty { continue }
        let unread = streams.map(\.unreadCount)
        table.add([
          type.rawValue, NumberText.count(streams.count), NumberText.count(streams.map(\.length).reduce(0, +)),
          // One stream that can't be counted leaves the sum unknown.
          Self.unread(unread.contains(nil) ? nil : unread.compactMap(\.self).reduce(0, +)),
          NumberText.count(streams.map(\.pendingCount).reduce(0, +)),
          age(streams.compactMap(\.oldestWaitingSince).min()),
          NumberText.count(streams.map(\.deadLetterCount).reduce(0, +)),
          NumberText.count(streams.map(\.lostCount).reduce(0, +)), group.rawValue,
        ])
      }
    }
    return table.lines()
  }

  private func keyTable(_ streams: [FleetStatus.Stream]) -> [String] {
    var table = Table([
      .left("key"), .right("length"), .right("unread"), .right("pending"), .right("oldest waiting"),
      .right("dead letters"), .right("lost unread"), .left(""),
    ])
    for stream in streams {
      table.add([
        stream.key.text, NumberText.count(stream.length), Self.unread(stream.unreadCount),
        NumberText.count(stream.pendingCount), age(stream.oldestWaitingSince),
        NumberText.count(stream.deadLetterCount), NumberText.count(stream.lostCount),
        stream.groupExists ? "" : "no worker has seen it yet",
      ])
    }
    return table.lines()
  }

  private static func unread(_ count: Int?) -> String {
    count.map { NumberText.count($0) } ?? "unknown"
  }

  private func age(_ since: Timestamp?) -> String {
    since.map { NumberText.span(status.time - $0) } ?? NumberText.none
  }
}

// MARK: - Records

extension StatusText {
  private static func workTable(_ records: FleetStatus.Records) -> [String] {
    var table = Table([.left("what"), .right("count"), .left("waits for")])
    let overdue = records.outcomes.reduce(0) { $0 + $1.overdueCount }
    table.add([
      "due conversations", NumberText.count(records.dueConversationCount), "outcome-worker (resolve)",
    ])
    table.add(["outbox", NumberText.count(records.outboxCount), "outcome-worker (relay)"])
    table.add(["roll-up changes", NumberText.count(records.rollupChangeCount), "outcome-worker (rollup)"])
    table.add(["overdue outcomes", NumberText.count(overdue), "outcome-worker or learning-scheduler (sweep)"])
    return table.lines()
  }

  private static func eventTable(_ records: FleetStatus.Records) -> [String] {
    var table = Table([.left("type"), .right("events")])
    for type in ConsumerGroup.outcomeWorkers.eventTypes {
      let count = records.events.first { $0.eventType == type }?.count ?? 0
      table.add([type.rawValue, NumberText.count(count)])
    }
    return table.lines()
  }

  private static func outcomeTable(_ records: FleetStatus.Records) -> [String] {
    var table = Table(
      [.left("type")] + OutcomeStatus.allCases.map { .right($0.rawValue) } + [.right("all"), .right("overdue")]
    )
    for type in OutcomeType.allCases {
      let rows = records.outcomes.filter { $0.outcomeType == type }
      let counts = OutcomeStatus.allCases.map { status in
        rows.filter { $0.status == status }.reduce(0) { $0 + $1.count }
      }
      let overdue = rows.reduce(0) { $0 + $1.overdueCount }
      table.add([type.rawValue] + (counts + [counts.reduce(0, +), overdue]).map { NumberText.count($0) })
    }
    return table.lines()
  }

  private func calibrationLines(_ entries: [FleetStatus.ActionCalibration]) -> [String] {
    if entries.isEmpty { return section("calibration", ["no samples yet"]) }
    var table = Table([
      .left("tenant"), .left("action type"), .right("samples"), .right("not matured"), .right("says"),
      .right("happens"), .right("Brier"), .right("ECE"),
    ])
    for entry in entries {
      table.add([
        entry.tenantID.description, entry.actionType.text, NumberText.count(entry.summary.sampleCount),
        NumberText.count(entry.unmaturedCount), NumberText.fixed(entry.summary.meanConfidence),
        NumberText.fixed(entry.summary.baseRate), NumberText.fixed(entry.summary.brierScore, decimals: 4),
        NumberText.fixed(entry.summary.expectedCalibrationError, decimals: 4),
      ])
    }
    let curves = entries.flatMap { entry in
      section("\(entry.actionType.text), tenant \(entry.tenantID)", CurveText.lines(of: entry.summary.curve))
    }
    return section("calibration", table.lines()) + curves
  }
}
