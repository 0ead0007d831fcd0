import EventModel

/// What a customer or the CRM says after an action, and how long after.
struct CustomerAnswer {
  enum Content {
    case reply(ReplyType)
    /// The deal reaches this stage.
    case stage(StageName)
  }

  let delay: TimeInterval
  let content: Content
}
