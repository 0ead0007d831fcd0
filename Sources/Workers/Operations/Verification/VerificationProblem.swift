/// The kinds of broken promises that the conservation check knows.
enum VerificationProblem: String {
  case entryUnaccounted = "entry_unaccounted"
  case entryAppliedAndDead = "entry_applied_and_dead"
  case conversationLeftDue = "conversation_left_due"
  case conversationUnregistered = "conversation_unregistered"
  case outcomeDiffers = "outcome_differs"
  case creditsDontSum = "credits_dont_sum"
  case sampleDiffers = "sample_differs"
  case sampleWithoutOutcome = "sample_without_outcome"
  case binDiffers = "bin_differs"

  var meaning: String {
    switch self {
    case .entryUnaccounted:
      "an acknowledged entry is neither applied nor among the dead letters; publish its event again"
    case .entryAppliedAndDead: "an entry is applied and among the dead letters; discard the letter"
    case .conversationLeftDue: "a conversation waits to be folded and nobody does; run outcome-worker --drain"
    case .conversationUnregistered: "an event's conversation has no row to lock; it can't be folded"
    case .outcomeDiffers:
      "the stored outcomes or credits of a conversation are not what a fresh fold of its events says"
    case .creditsDontSum: "the credits of a conversion don't sum to 1,000,000"
    case .sampleDiffers: "the sample ledger doesn't have the outcome's latest sample, and it is not on its way"
    case .sampleWithoutOutcome: "the sample ledger knows an outcome that doesn't exist"
    case .binDiffers: "a bin is not the fold of its samples; run reckoner rebuild-bins"
    }
  }
}
