/// What an operator can do about letters with one cause.
public struct DeadLetterRemedy: Hashable, Sendable {
  /// Which step ends the trouble.
  public enum Step: String, Sendable {
    /// The entry itself is good: it is applied once what is in its way is gone.
    case replay
    /// The entry itself is wrong, and no replay can change that: a corrected event replaces it.
    case republish
  }

  public let step: Step
  /// One sentence, without a capital at its beginning and a stop at its end.
  public let sentence: String

  /// - Parameters:
  ///   - reason: `nil` where the letter names none that this program knows.
  ///   - error: the refusal's sentence.
  public init(reason: RefusalReason?, error: String) {
    let field = DeadLetter.field(namedIn: error)
    let name = field.map { "`\($0)`" } ?? "the field that the error names"
    (step, sentence) =
      switch reason {
      case .missingField?:
        (.republish, "have the producer write \(name) and publish the event again, then discard the letter")
      case .invalidField? where error.contains("`deal_stages`"):
        (.replay, "set the tenant's `deal_stages` to an order that names the stage, then replay the letter")
      case .invalidField?:
        (.republish, "correct \(name) in the producer and publish the event again, then discard the letter")
      case .invalidJSON?:
        (.republish, "correct the producer's encoder of \(name) and publish the event again, then discard the letter")
      case .tooLarge?:
        (
          .republish,
          "keep large content elsewhere, publish the event again with a reference to it in \(name), "
            + "then discard the letter"
        )
      case .unsupportedVersion?:
        (.replay, "upgrade the workers and replay the letter, or publish version 1 and discard the letter")
      case .unknownEventType?:
        (.republish, "publish the event to the stream of its own type, then discard the letter")
      case .tenantMismatch?:
        (.republish, "publish the event to the stream of its own tenant, then discard the letter")
      case .timestampInFuture?:
        (.replay, "set the clock that is wrong, then replay the letter")
      case .eventIDConflict?:
        (.republish, "publish the event again under an id of its own, then discard the letter")
      case .processingFailed?:
        (.replay, "remove the cause that the error and the workers' logs name, then replay the letter")
      case .deliveryLimit?:
        (.replay, "find the crash in the workers' logs and upgrade them, then replay the letter")
      case nil:
        (.replay, "upgrade this program to the version of the workers, which know the reason")
      }
  }
}

extension DeadLetter {
  /// What an operator can do about it.
  public var remedy: DeadLetterRemedy { DeadLetterRemedy(reason: reason, error: error) }
}
