import Alerts
import Boards
import EventModel
import Reports
import Store
import Streams

/// What an operator looks at: whether events arrive, what was given up, and what happens because time passes.
struct OperationsBoard {
  private static let unknown = "unknown"

  private let reading: OperationsReading
  private let clock: LocalClock
  private let now: Timestamp

  init(_ reading: OperationsReading, clock: LocalClock, now: Timestamp) {
    self.reading = reading
    self.clock = clock
    self.now = now
  }

  var board: Board {
    Board(
      .operations,
      headline: headline,
      tasks: [letters],
      sections: [streams, alerts, schedules],
      clock: clock,
      madeAt: now
    )
  }

  private var letterCount: Int { reading.letters.all.reduce(0) { $0 + $1.count } }

  private var headline: String {
    var sentences: [String] = []
    let waiting = reading.streams.compactMap(\.backlog).filter { !$0.isDrained }
    if let oldest = waiting.compactMap(\.oldestWaitingSince).min() {
      sentences.append("Events wait, the oldest for \(age(oldest)).")
    } else {
      sentences.append(waiting.isEmpty ? "No event waits." : "Whether events wait isn't known at this moment.")
    }
    sentences.append(
      letterCount == 0 ? "Nothing was given up." : "\(Words.count(Int64(letterCount), "dead letter")) need somebody."
    )
    if !reading.alerts.isEmpty {
      let count = Words.count(Int64(reading.alerts.count), "alert")
      sentences.append("\(count) \(reading.alerts.count == 1 ? "is" : "are") open.")
    }
    return sentences.joined(separator: " ")
  }

  private var letters: BoardTaskList {
    BoardTaskList(
      "letters",
      title: "What was given up",
      note: "Dead letters by their cause. Count first what a replay would take; a letter that is handled already is a "
        + "duplicate, and no event counts twice.",
      reading.letters.all.enumerated().map { letter($0.element, number: $0.offset + 1) },
      emptyText: "There is no dead letter.",
      isCut: reading.letters.otherCount > 0
    )
  }

  private func letter(_ group: DeadLetterGroups.Group, number: Int) -> BoardTask {
    func answer(_ label: String, _ key: Character, rehearses: Bool) -> BoardTask.Answer {
      BoardTask.Answer(
        label,
        key: key,
        [
          BoardTask.Field("event_type", group.eventType.rawValue), BoardTask.Field("reason", group.reasonCode),
          BoardTask.Field("dry_run", "\(rehearses)"),
        ]
      )
    }
    // A cause that this program doesn't know is another release's.
    let isKnown = RefusalReason(rawValue: group.reasonCode) != nil
    return BoardTask(
      id: "letters-\(number)",
      title: "\(Words.count(Int64(group.count), "letter")): \(Words.plain(group.reasonCode))",
      facts: [group.eventType.rawValue] + (group.field.map { ["field \($0)"] } ?? [])
        + (group.lastTimestamp.isEmpty ? [] : ["last \(group.lastTimestamp)"]),
      quote: group.error,
      hint: group.remedy.sentence,
      action: "/answers/replay",
      answers: isKnown
        ? [answer("Count what a replay takes", "c", rehearses: true), answer("Replay", "r", rehearses: false)] : []
    )
  }

  private var streams: BoardSection {
    let rows = reading.streams.map { stream -> [ReportTable.Cell] in
      let type = ReportTable.Cell.text(stream.type.rawValue)
      guard let backlog = stream.backlog else {
        return [type, .text("no stream yet")] + (0..<5).map { _ in ReportTable.Cell.text(nil, missing: "–") }
      }
      return [
        type, count(backlog.length), backlog.unreadCount.map(count) ?? .text(Self.unknown), count(backlog.pendingCount),
        .text(backlog.oldestWaitingSince.map(age), missing: backlog.isDrained ? "none waits" : Self.unknown),
        count(backlog.deadLetterCount), count(backlog.lostCount),
      ]
    }
    let outbox = reading.outboxCount.map { Words.count($0, "message") } ?? "An unknown number of messages"
    return BoardSection(
      "streams",
      title: "Streams",
      note: "Of this tenant alone. Unread is what the fleet wasn't given yet, pending what it works on.",
      [
        ReportPart(
          sentences: ["\(outbox) \(reading.outboxCount == 1 ? "waits" : "wait") in the outbox to be published."],
          exhibits: [
            ReportExhibit(
              ReportTable(
                "streams",
                title: "By event type",
                [
                  .text("stream"), .number("length", "Entries"), .number("unread"), .number("pending"),
                  .text("oldest", "Oldest waits"), .number("dead", "Dead letters"), .number("lost", "Cut off unread"),
                ],
                rows: rows,
                emptyText: ""
              )
            )
          ]
        )
      ]
    )
  }

  private var alerts: BoardSection {
    BoardSection(
      "alerts",
      title: "Alerts",
      note: "Open ones. The command “reckoner alerts acknowledge” says that somebody takes care of one.",
      [
        ReportPart(exhibits: [
          ReportExhibit(
            ReportTable(
              "alerts",
              title: "Open alerts",
              [.text("severity"), .text("title", "What"), .text("since"), .text("state")],
              rows: reading.alerts.map { alert in
                [
                  .text(alert.severity.rawValue), .text(alert.title), .text(clock.text(alert.openedAt)),
                  .text(alert.acknowledgedBy.map { "\($0) takes care of it" }, missing: "nobody's yet"),
                ]
              },
              emptyText: "No alert is open."
            )
          )
        ])
      ]
    )
  }

  private var schedules: BoardSection {
    BoardSection(
      "schedules",
      title: "Schedules",
      note:
        "Of this tenant; “reckoner schedules list” shows those of the installation. The last verification isn't recorded: run "
        + "“reckoner verify”.",
      [
        ReportPart(exhibits: [
          ReportExhibit(
            ReportTable(
              "schedules",
              title: "By name",
              [
                .text("name"), .text("timing"), .text("next", "Next run"), .text("last", "Last run"), .text("result"),
                .text("error", "Last error"),
              ],
              rows: reading.schedules.map { row in
                [
                  .text(row.definition.key.name), .text(row.definition.timing),
                  .text(row.pausedAt == nil ? row.nextRunAt.map(clock.text) : "paused", missing: "–"),
                  .text(row.lastRun.map { clock.text($0.finishedAt) }, missing: "never"),
                  .text(row.lastRun?.result.rawValue, missing: "–"), .text(row.lastError, missing: "–"),
                ]
              },
              emptyText: "This tenant has no schedule yet: a scheduler makes them within a minute."
            )
          )
        ])
      ]
    )
  }

  private func count(_ count: Int) -> ReportTable.Cell { .count(Int64(count)) }

  private func age(_ time: Timestamp) -> String {
    let seconds = max(0, (now.microseconds - time.microseconds) / 1_000_000)
    return switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h"
    default: "\(seconds / 86_400) days"
    }
  }
}
