import EventModel
import Resolution
import Testing

@Suite struct VerdictTests {
  /// The table of SEMANTICS section 2, copied.
  private static let table = """
    | `reply` | positive, score 1.0 | - | - |
    | `unclear` | ambiguous | ambiguous | ambiguous |
    | `auto_reply` | - | - | - |
    | `bounce`, `unsubscribe` | negative, 0.0 | - | - |
    | `meeting_attended` | positive, 1.0 | positive, 1.0 | - |
    | `meeting_rescheduled` | positive, 1.0 | positive, 0.5 | - |
    | `meeting_declined` | positive, 1.0 | negative, 0.0 | - |
    | `meeting_no_show` | - | negative, 0.0 | - |
    | `escalation_resolved` | - | - | positive, 1.0 |
    | `escalation_unresolved` | - | - | negative, 0.0 |
    """

  private static let columns: [OutcomeType] = [.emailEngagement, .meetingOutcome, .escalationResult]

  struct Cell: CustomTestStringConvertible, Sendable {
    let reply: ReplyType
    let type: OutcomeType
    let text: String
    var testDescription: String { "\(reply.rawValue), \(type.rawValue): \(text)" }
  }

  static let cells: [Cell] = table.split(separator: "\n").flatMap { line in
    let fields = line.split(separator: "|").map { $0.drop { $0 == " " } }
    let replies = ReplyType.allCases.filter { fields[0].contains("`\($0.rawValue)`") }
    return replies.flatMap { reply in
      zip(columns, fields.dropFirst()).map { Cell(reply: reply, type: $0, text: String($1)) }
    }
  }

  @Test("the table has every reply type and every column")
  func complete() {
    #expect(Self.cells.count == ReplyType.allCases.count * 3)
    #expect(Set(Self.cells.map(\.reply)).count == ReplyType.allCases.count)
  }

  @Test("each cell says what the page says, and the fold does it", arguments: cells)
  func cell(_ cell: Cell) throws {
    var story = Story()
    story.act(1, at: 0, cell.type)
    story.reply(2, at: 1, cell.reply)
    let outcome = try story.outcome(1)
    guard !cell.text.hasPrefix("-") else {
      #expect(cell.reply.verdict(for: cell.type) == nil)
      #expect(outcome.status == .pending)
      return
    }
    let verdict = try #require(cell.reply.verdict(for: cell.type))
    let status = try #require(OutcomeStatus.allCases.first { cell.text.hasPrefix($0.rawValue) })
    let number = cell.text.split(whereSeparator: { $0 == " " || $0 == "," }).compactMap { Double($0) }.first
    #expect(verdict.status == status)
    #expect(verdict.score == number)
    #expect(outcome.status == status)
    #expect(outcome.score == number)
    #expect(outcome.signalEventID == Story.id(2))
  }

  @Test("no reply decides a deal", arguments: ReplyType.allCases)
  func deals(reply: ReplyType) throws {
    var story = Story()
    story.act(1, at: 0, .dealProgression)
    story.reply(2, at: 1, reply)
    #expect(reply.verdict(for: .dealProgression) == nil)
    #expect(try story.outcome(1).status == .pending)
    #expect(story.state().conversions == [])
  }
}
