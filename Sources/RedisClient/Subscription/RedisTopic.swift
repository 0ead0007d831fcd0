/// What a subscription listens to.
public enum RedisTopic: Hashable, Sendable {
  /// One channel (`SUBSCRIBE`).
  case channel(String)
  /// Every channel whose name fits a glob pattern (`PSUBSCRIBE`).
  case pattern(String)

  var command: RawCommand {
    switch self {
    case .channel(let name): RawCommand(["SUBSCRIBE", name])
    case .pattern(let pattern): RawCommand(["PSUBSCRIBE", pattern])
    }
  }
}
