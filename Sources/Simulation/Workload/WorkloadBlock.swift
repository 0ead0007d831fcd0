/// Five conversations of a load, over which its mix holds exactly: 20 actions, 12 replies, 4 changes of a stage.
struct WorkloadBlock {
  static let conversationCount = 5
  static let actionsPerConversation = 4
  static let replyCount = 12
  static let stageCount = 4
  /// All events of a block.
  static let eventCount = conversationCount * actionsPerConversation + replyCount + stageCount

  private var replied: [Bool]
  private var staged: [Bool]

  init(using generator: inout SeededGenerator) {
    let actionCount = Self.conversationCount * Self.actionsPerConversation
    replied = Self.shuffled(trueCount: Self.replyCount, of: actionCount, using: &generator)
    staged = Self.shuffled(trueCount: Self.stageCount, of: Self.conversationCount, using: &generator)
  }

  /// Whether every conversation of the block is taken.
  var isEmpty: Bool { staged.isEmpty }

  /// Which actions of the next conversation are replied to, and whether its deal moves.
  mutating func next() -> (replied: [Bool], isStaged: Bool) {
    let actions = Array(replied.suffix(Self.actionsPerConversation))
    replied.removeLast(Self.actionsPerConversation)
    return (actions, staged.removeLast())
  }

  /// Fisher and Yates, by the generator's own arithmetic.
  private static func shuffled(trueCount: Int, of count: Int, using generator: inout SeededGenerator) -> [Bool] {
    var flags = (0..<count).map { $0 < trueCount }
    for index in stride(from: count - 1, to: 0, by: -1) { flags.swapAt(index, generator.index(below: index + 1)) }
    return flags
  }
}
