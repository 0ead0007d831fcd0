import EventModel

/// The conversations of a tenant that still go on.
struct ConversationPool {
  private static let openCountMax = 64
  private static let newShare = 0.3
  private static let actionCountMax = 8
  private static let personas = ["economic_buyer", "champion", "technical_evaluator", "end_user", "blocker"]

  let tenant: SimulatedTenant
  private let repCount: Int
  private var open: [SimulatedConversation] = []

  init(tenant: SimulatedTenant, repCount: Int) {
    self.tenant = tenant
    self.repCount = repCount
  }

  /// The conversation of the next action: a going one, or a new one. For a deal action, one that has none yet.
  mutating func conversation(
    forDeal isDeal: Bool,
    choosingWith generator: inout SeededGenerator,
    namingWith names: inout SeededGenerator
  ) -> SimulatedConversation {
    let wantsNew = generator.happens(Self.newShare)
    let going = wantsNew ? nil : goingIndex(forDeal: isDeal, using: &generator)
    let index = going ?? start(choosingWith: &generator, namingWith: &names)
    let conversation = open[index]
    open[index].actionsLeft -= 1
    if isDeal { open[index].hasDealAction = true }
    if open[index].actionsLeft == 0 {
      open.swapAt(index, open.count - 1)
      open.removeLast()
    }
    return conversation
  }

  private func goingIndex(forDeal isDeal: Bool, using generator: inout SeededGenerator) -> Int? {
    guard !open.isEmpty else { return nil }
    let first = generator.index(below: open.count)
    return open.indices
      .lazy.map { ($0 + first) % open.count }
      .first { !isDeal || !open[$0].hasDealAction }
  }

  /// Opens a conversation, in the place of an old one where too many go on, and returns its index.
  private mutating func start(
    choosingWith generator: inout SeededGenerator,
    namingWith names: inout SeededGenerator
  ) -> Int {
    let conversationID = ConversationID(names.uuid())
    let conversation = SimulatedConversation(
      conversationID: conversationID,
      dealID: "deal-\(conversationID.description.prefix(8))",
      repID: "rep-\(generator.index(below: repCount) + 1)",
      persona: generator.element(of: Self.personas),
      agent: generator.element(of: SimulatedAgent.all),
      dealAmount: Double(1000 + 500 * generator.index(below: 200)),
      stageIndex: generator.index(below: SimulatedConversation.stages.count - 1),
      actionsLeft: 1 + generator.index(below: Self.actionCountMax)
    )
    guard open.count == Self.openCountMax else {
      open.append(conversation)
      return open.count - 1
    }
    let replaced = generator.index(below: open.count)
    open[replaced] = conversation
    return replaced
  }
}
