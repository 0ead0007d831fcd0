import EventModel

/// The replies of a conversation in order, and which actions each concerns.
struct ReplyTimeline {
  let replies: [RecordedReply]
  /// The positions of the decisive replies that concern every action, by the type they decide.
  private var general = PerOutcomeType<[Int]>(repeating: [])
  /// Those that concern the actions of one action id.
  private var named = PerOutcomeType<[ActionID: [Int]]>(repeating: [:])
  /// Bounces and the like without `in_reply_to`, by the position of the one action that they concern.
  private var latestEmail: [Int: [Int]] = [:]
  private let positionsByName: [ActionID: [Int]]

  init(_ replies: [RecordedReply], actions: ActionTimeline) {
    self.replies = replies.inOrder()
    positionsByName = actions.positions(named: Set(self.replies.compactMap(\.inReplyTo)))
    for (position, reply) in self.replies.enumerated() {
      if let action = Self.onlyAction(of: reply, among: actions) {
        latestEmail[action, default: []].append(position)
      } else if reply.inReplyTo != nil || !reply.replyType.concernsLatestEmailOnly {
        index(reply, at: position)
      }
    }
  }

  /// The position of the first reply that concerns the action and is decisive for the type, within the window.
  func firstDecisive(for action: Int, type: OutcomeType, actions: ActionTimeline) -> Int? {
    let actedAt = actions.actions[action].timestamp
    var first: Int?
    func consider(_ candidates: [Int]?) {
      guard let candidates else { return }
      let index = candidates.partitioningIndex { replies[$0].timestamp >= actedAt }
      guard index < candidates.count else { return }
      first = min(first ?? candidates[index], candidates[index])
    }
    consider(general[type])
    if !named[type].isEmpty { consider(named[type][actions.actions[action].actionID]) }
    if type == .emailEngagement && !latestEmail.isEmpty { consider(latestEmail[action]) }
    guard let first, replies[first].timestamp <= actions.windowExpiry(of: action, type: type) else { return nil }
    return first
  }

  /// The actions that share the credit of a conversion by this reply, ascending.
  func touches(of position: Int, actions: ActionTimeline) -> [Int] {
    let reply = replies[position]
    let types = OutcomeType.allCases.filter { reply.replyType.verdict(for: $0) != nil }
    if let name = reply.inReplyTo {
      return actions.positions(among: positionsByName[name] ?? [], expectingOneOf: types, withInWindow: reply.timestamp)
    }
    if reply.replyType.concernsLatestEmailOnly {
      let only = [Self.onlyAction(of: reply, among: actions)].compactMap { $0 }
      return actions.positions(among: only, expectingOneOf: types, withInWindow: reply.timestamp)
    }
    return actions.positions(expectingOneOf: types, withInWindow: reply.timestamp)
  }

  private mutating func index(_ reply: RecordedReply, at position: Int) {
    for type in OutcomeType.allCases where reply.replyType.verdict(for: type) != nil {
      if let name = reply.inReplyTo {
        named[type][name, default: []].append(position)
      } else {
        general[type].append(position)
      }
    }
  }

  /// The one action that a bounce or unsubscribe without `in_reply_to` concerns; `nil` for other replies, and where
  /// there is none.
  private static func onlyAction(of reply: RecordedReply, among actions: ActionTimeline) -> Int? {
    guard reply.inReplyTo == nil, reply.replyType.concernsLatestEmailOnly else { return nil }
    return actions.latest(expecting: .emailEngagement, atOrBefore: reply.timestamp)
  }
}
