import EventModel

/// What becomes of an entry when it is handled.
public enum EntryNature: Hashable, Sendable {
  case sound
  /// It can never be decoded.
  case refused
  /// Its first handlings fail, this many of them; then it heals.
  case fails(times: Int)
  /// Every handling kills the process.
  case kills
}

/// One entry that a producer adds to a stream.
public struct Publication: Hashable, Sendable {
  /// The event, by its number in the scenario.
  public let event: Int
  /// 0, or another content under the same event id: a conflict.
  public let content: Int
  public let nature: EntryNature
  /// Of the outcome workers; or, from a foreign producer, of the aggregators.
  public let stream: StreamName

  public init(event: Int, content: Int = 0, nature: EntryNature = .sound, stream: StreamName = .events) {
    self.event = event
    self.content = content
    self.nature = nature
    self.stream = stream
  }
}

/// The two streams of a simulation, each with its one group.
public enum StreamName: Int, CaseIterable, Hashable, Sendable {
  case events
  case samples
}

/// What an entry of a stream carries.
enum Payload: Hashable, Sendable {
  /// By its number in the scenario.
  case publication(Int)
  case update(CalibrationUpdate)
}
