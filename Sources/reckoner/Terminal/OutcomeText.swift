import Calibration
import Documents
import EventModel
import Insight
import Resolution
import Store
import Workers

/// One expected outcome of an action, from its window to its bin, as lines for a person.
struct OutcomeText {
  private let story: EventStory.OutcomeStory
  private let isAsked: Bool
  private let now: Timestamp

  /// - Parameter isAsked: whether it is the outcome that the question was about.
  init(_ story: EventStory.OutcomeStory, isAsked: Bool, now: Timestamp) {
    self.story = story
    self.isAsked = isAsked
    self.now = now
  }

  func lines() -> [String] {
    let folded = story.folded
    let kind = folded.isPrimary ? "primary" : "further"
    return ["expects \(folded.outcomeType.rawValue) (\(kind)): \(verdict)"]
      + [
        "outcome  \(folded.id)\(isAsked ? " <" : "")", "window   \(folded.actedAt.rfc3339) to \(window)",
        "sample   \(sample)",
      ].indented
  }

  private var window: String {
    let folded = story.folded.windowExpiresAt
    guard let stored = story.stored?.windowExpiresAt, stored != folded else { return folded.rfc3339 }
    return "\(stored.rfc3339), and to \(folded.rfc3339) by the settings of now"
  }

  private var verdict: String {
    guard let stored = story.stored else { return "not written yet" }
    let score = stored.score.map { ", score \(NumberText.fixed($0))" } ?? ""
    let facts = "\(stored.status.rawValue)\(score), revision \(stored.revision), \(source(of: stored))"
    let expected = story.folded.status
    return expected == stored.status ? facts : "\(facts); a fresh fold says \(expected.rawValue)"
  }

  private func source(of stored: StoredOutcome) -> String {
    let weight =
      stored.evidenceWeight == 1 ? "" : ", evidence weight \(NumberText.fixed(stored.evidenceWeight, decimals: 4))"
    switch (stored.status, stored.signalSource) {
    case (.pending, _):
      return stored.windowExpiresAt < now
        ? "the window closed \(NumberText.span(now - stored.windowExpiresAt)) ago and waits for the sweep"
        : "open for another \(NumberText.span(stored.windowExpiresAt - now))"
    case (.expired, _):
      return "nothing decisive came in the window"
    case (_, .humanLabel?):
      return "labelled by a person\(stored.resolvedAt.map { " at \($0.rfc3339)" } ?? "")"
    case (_, .automatic?), (_, nil):
      let signal = stored.signalEventID.map { "decided by \($0)" } ?? "decided automatically"
      let delay = stored.resolvedAt.map { ", \(NumberText.span($0 - story.folded.actedAt)) after the action" } ?? ""
      return signal + delay + weight
    }
  }

  private var sample: String {
    guard let isCurrent = story.isLedgerCurrent, let stored = story.stored else { return "none: \(reasonOfNone)" }
    if isCurrent, let row = story.sample {
      switch row.state {
      case .retracted: return "retracted, as the aggregator's ledger knows (revision \(row.revision))"
      case .present:
        let bin = ConfidenceBin(of: row.predictedConfidence)
        let bounds = "\(NumberText.fixed(bin.lower, decimals: 1)) to \(NumberText.fixed(bin.upper, decimals: 1))"
        let came = row.outcome == true ? "1" : "0"
        return "p = \(NumberText.fixed(row.predictedConfidence)), y = \(came), "
          + "w = \(NumberText.fixed(row.weight, decimals: 4)): in bin \(bin.index) (\(bounds)) of "
          + "\(row.actionType.text); the aggregator's ledger has the latest revision, \(row.revision)"
      }
    }
    let known = story.sample.map { "has revision \($0.revision)" } ?? "has none"
    let place =
      story.outbox.last.map { "revision \($0.revision) waits in the outbox since \($0.occurredAt.rfc3339)" }
      ?? "revision \(stored.revision) was published, and waits for an aggregator"
    return "\(place); the aggregator's ledger \(known)"
  }

  private var reasonOfNone: String {
    guard story.folded.isPrimary else { return "only an action's primary outcome is calibrated" }
    return switch story.stored?.status {
    case nil, .pending?: "the outcome is open"
    case .ambiguous?: "an ambiguous outcome waits for a person's label"
    case .expired?: "the tenant leaves expired outcomes of this type out, or there was nothing left to win"
    case .positive?, .negative?: "there was nothing left to win"
    }
  }
}
