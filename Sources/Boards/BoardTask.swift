/// Things of one kind that wait for a person.
public struct BoardTaskList: Equatable, Sendable {
  /// Unique on the board.
  public let name: String
  public let title: String
  public let note: String
  public let tasks: [BoardTask]
  /// What is said where nothing waits.
  public let emptyText: String
  /// Whether there are more than are shown.
  public let isCut: Bool

  public init(
    _ name: String,
    title: String,
    note: String,
    _ tasks: [BoardTask],
    emptyText: String,
    isCut: Bool = false
  ) {
    self.name = name
    self.title = title
    self.note = note
    self.tasks = tasks
    self.emptyText = emptyText
    self.isCut = isCut
  }
}

/// One thing that waits, with all that is needed to decide it, and the answers that can be given with one click or key.
public struct BoardTask: Equatable, Sendable {
  public struct Answer: Equatable, Sendable {
    public let label: String
    /// The key that gives it.
    public let key: Character
    /// What is sent: names and values of a form.
    public let fields: [Field]

    public init(_ label: String, key: Character, _ fields: [Field]) {
      self.label = label
      self.key = key
      self.fields = fields
    }
  }

  public struct Field: Equatable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Unique on the board.
  public let id: String
  public let title: String
  /// Who, when, how sure, until when.
  public let facts: [String]
  /// What the customer wrote, or what was found.
  public let quote: String?
  /// What others think of it.
  public let hint: String?
  /// Where the whole story is told; below the root.
  public let story: String?
  /// Where an answer is sent; below the root.
  public let action: String
  public let answers: [Answer]

  public init(
    id: String,
    title: String,
    facts: [String],
    quote: String? = nil,
    hint: String? = nil,
    story: String? = nil,
    action: String,
    answers: [Answer]
  ) {
    self.id = id
    self.title = title
    self.facts = facts
    self.quote = quote
    self.hint = hint
    self.story = story
    self.action = action
    self.answers = answers
  }
}
