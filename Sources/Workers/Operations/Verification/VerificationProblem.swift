/// The kinds of broken promises that the conservation check knows; the raw value is its code in reports.
public enum VerificationProblem: String, CaseIterable, Sendable {
  // Entries of the streams.
  case entryUnaccounted = "entry_unaccounted"
  case entryAppliedAndDead = "entry_applied_and_dead"
  case entryPendingAndDead = "entry_pending_and_dead"
  case entryBuriedTwice = "entry_buried_twice"
  case letterUnindexed = "letter_unindexed"
  case letterMalformed = "letter_malformed"
  case indexWithoutLetter = "index_without_letter"
  case groupMissing = "group_missing"
  // Conversations.
  case conversationLeftDue = "conversation_left_due"
  case conversationUnregistered = "conversation_unregistered"
  case markUnregistered = "mark_unregistered"
  case eventKeyDiffers = "event_key_differs"
  case eventOutOfReach = "event_out_of_reach"
  case eventUnlinked = "event_unlinked"
  case eventLinkedTwice = "event_linked_twice"
  case linkWithoutEvent = "link_without_event"
  // Outcomes and conversions.
  case outcomeLeftOverdue = "outcome_left_overdue"
  case outcomeDiffers = "outcome_differs"
  case outcomeDoubled = "outcome_doubled"
  case outcomeWithoutAction = "outcome_without_action"
  case outcomeMisdescribed = "outcome_misdescribed"
  case labelWithoutOutcome = "label_without_outcome"
  case creditsDontSum = "credits_dont_sum"
  case creditDoubled = "credit_doubled"
  case conversionWithoutEvent = "conversion_without_event"
  // Samples and bins.
  case outboxLeft = "outbox_left"
  case sampleDiffers = "sample_differs"
  case sampleWithoutOutcome = "sample_without_outcome"
  case binDiffers = "bin_differs"
  case stateDiffers = "state_differs"
  // Erasure.
  case erasedConversationLeft = "erased_conversation_left"
  case erasureUnfinished = "erasure_unfinished"
  // Roll-ups.
  case rollupDiffers = "rollup_differs"
}

extension VerificationProblem {
  /// What is wrong, in a sentence.
  public var meaning: String {
    switch self {
    case .entryUnaccounted: "an acknowledged entry is neither applied nor among the dead letters"
    case .entryAppliedAndDead: "an entry is applied and among the dead letters, and no other entry brought its event"
    case .entryPendingAndDead: "an entry is among the dead letters, and has been pending for a minute"
    case .entryBuriedTwice: "an entry has a second dead letter with the same content"
    case .letterUnindexed:
      "a dead letter is missing in the index of its stream: if its entry is delivered again it is buried twice"
    case .letterMalformed: "a dead letter doesn't say of which entry of its stream it is"
    case .indexWithoutLetter: "the index of the dead letters names one that doesn't exist"
    case .groupMissing: "a stream has entries that are older than a minute, and its consumer group doesn't exist"
    case .conversationLeftDue: "a conversation waits to be folded and nobody does"
    case .conversationUnregistered: "a conversation of a recorded event has no row to lock: it can't be folded"
    case .markUnregistered: "a conversation is marked due and has no row to lock: the mark never goes away"
    case .eventKeyDiffers:
      "the key of an event is missing, or isn't the event's: it isn't found by its id, and could be recorded twice"
    case .eventOutOfReach: "an event lies in a month in which the folds of its conversation don't look for it"
    case .eventUnlinked: "an event is without effect in a conversation that it concerns"
    case .eventLinkedTwice: "an event is linked to its own conversation: it is folded twice"
    case .linkWithoutEvent: "a conversation is linked to an event that isn't recorded"
    case .outcomeLeftOverdue: "the window of an outcome has been closed for an hour, and no sweep closes the outcome"
    case .outcomeDiffers:
      "the stored outcomes or credits of a conversation are not what a fresh fold of its events says"
    case .outcomeDoubled: "an action has two outcomes of one type, or two primary ones: it counts twice"
    case .outcomeWithoutAction: "the action of an outcome isn't recorded"
    case .outcomeMisdescribed: "an outcome says of its action what the action's event doesn't say"
    case .labelWithoutOutcome: "a label is for an outcome that its conversation doesn't have: it is without effect"
    case .creditsDontSum: "the credits of a conversion don't sum to 1,000,000"
    case .creditDoubled: "a conversion credits the same action twice"
    case .conversionWithoutEvent: "the signal of a conversion, or an action that it credits, isn't recorded"
    case .outboxLeft: "a message has waited in the outbox for more than a minute, and nobody relays"
    case .sampleDiffers: "the sample ledger doesn't have the outcome's latest sample, and it is not on its way"
    case .sampleWithoutOutcome: "the sample ledger knows an outcome that doesn't exist, or never had a sample"
    case .binDiffers: "a bin is not the fold of its samples"
    case .stateDiffers: "the correction of an action type is not what its history of versions says"
    case .erasedConversationLeft: "rows of an erased conversation are in a table"
    case .erasureUnfinished: "an erasure began more than a minute ago, and isn't complete"
    case .rollupDiffers: "a daily figure, with the changes that wait for it, is not what a count of the tables says"
    }
  }

  /// What to do about it, in a sentence.
  public var remedy: String {
    switch self {
    case .entryUnaccounted: "publish the fields of the entry again"
    case .entryAppliedAndDead: "replay the letter, which finds it applied and removes it, or discard it"
    case .entryPendingAndDead: "run outcome-worker --drain (calibration-aggregator for its streams): it acknowledges it"
    case .entryBuriedTwice: "delete the older of the two letters (XDEL)"
    case .letterUnindexed: "delete the index (DEL <stream>:dlq:index): the next burial makes it anew"
    case .letterMalformed:
      "look at the entry: it wasn't written by Reckoner; publish what it holds again, and delete it"
    case .indexWithoutLetter: "delete the index (DEL <stream>:dlq:index): the next burial makes it anew"
    case .groupMissing:
      "start outcome-worker, or calibration-aggregator for calibration.updated: it makes the group at the beginning"
    case .conversationLeftDue: "run outcome-worker --drain; if that stays too, look at the log of the workers"
    case .conversationUnregistered, .markUnregistered:
      "insert the row into learning.conversations and run outcome-worker --drain; a mark without events can be deleted"
    case .eventKeyDiffers:
      "make the row of learning.event_keys what the event's row says, or delete it where there is none"
    case .eventOutOfReach:
      "widen events_from and events_to in learning.conversations, mark it due, and run outcome-worker --drain"
    case .eventUnlinked:
      "insert the row into learning.event_conversations, mark the conversation due, and run outcome-worker --drain"
    case .eventLinkedTwice, .linkWithoutEvent:
      "delete the row of learning.event_conversations, mark the conversation due, and run outcome-worker --drain"
    case .outcomeLeftOverdue:
      "start a learning-scheduler, or an outcome-worker with the role sweep; if it stays, look at the log of both"
    case .outcomeDiffers, .outcomeDoubled, .outcomeWithoutAction, .outcomeMisdescribed:
      "delete rows that nothing explains, mark the conversation due, and run outcome-worker --drain: it writes the rest"
    case .creditsDontSum, .creditDoubled, .conversionWithoutEvent:
      "delete the row of learning.conversions, mark the conversation due, and run outcome-worker --drain"
    case .labelWithoutOutcome: "publish the action's event again, or delete the label"
    case .outboxLeft: "start an outcome-worker with the role relay, and look whether Redis accepts writes"
    case .sampleDiffers:
      "replay the dead letters of calibration.updated; samples that Redis lost come again when the aggregators drain"
    case .sampleWithoutOutcome: "delete the row of learning.calibration_samples and run reckoner rebuild-bins"
    case .binDiffers: "run reckoner rebuild-bins"
    case .stateDiffers:
      "look at reckoner calibration history; set the row of learning.calibration_state to the latest applied version"
    case .erasedConversationLeft, .erasureUnfinished:
      "run reckoner erase again with the same conversation: it finishes what was begun, and removes what has come since"
    case .rollupDiffers: "run reckoner rebuild-rollups"
    }
  }
}
