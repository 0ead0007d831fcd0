public import EventModel
import Streams

/// The commands by which an operator goes on with dead letters.
public enum ReplayCommand {
  /// What to type when the remedy's first part is done.
  public static func text(for group: DeadLetterGroups.Group) -> String {
    let filter = "--stream \(group.eventType.rawValue) --reason \(SafeText.safe(group.reasonCode))"
    return switch group.remedy.step {
    case .replay: text(replaying: group.eventType, filter)
    case .republish: "reckoner dlq discard \(filter)"
    }
  }

  public static func text(replaying type: EventType, _ filter: String) -> String {
    // Letters are only made by those who can replay them.
    "\((ReplayProgram(replaying: type) ?? .outcomeWorker).rawValue) --replay-dlq \(filter)"
  }
}
