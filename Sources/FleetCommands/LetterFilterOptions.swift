public import ArgumentParser
import EventModel
public import Streams

/// Which dead letters a command means: the same flags wherever letters are read.
public struct LetterFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only of this event type, or of this stream by its full key.", valueName: "type or key"))
  var stream: String?

  @Option(help: ArgumentHelp("Only of this tenant.", valueName: "uuid"))
  var tenant: String?

  @Option(help: ArgumentHelp("Only with this reason, such as invalid_field.", valueName: "reason"))
  var reason: String?

  @Option(help: ArgumentHelp("Only this one: the id of the letter, of its entry, or of its event.", valueName: "id"))
  var id: String?

  public init() {}

  public func validate() throws {
    _ = try filter()
  }

  /// The letters that are meant.
  /// - Throws: a `ValidationError` that says what may stand there.
  public func filter() throws -> DeadLetterFilter {
    var filter = DeadLetterFilter()
    if let stream {
      guard let found = DeadLetterFilter.Stream(text: stream) else {
        let types = EventType.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--stream must be an event type (\(types)) or the full key of a stream")
      }
      filter.stream = found
    }
    if let tenant {
      guard let found = TenantID(text: tenant) else { throw ValidationError("--tenant must be a UUID") }
      filter.tenant = found
    }
    if let reason {
      guard let found = RefusalReason(rawValue: reason) else {
        let reasons = RefusalReason.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--reason must be one of \(reasons)")
      }
      filter.reason = found
    }
    if let id {
      guard let found = DeadLetterFilter.Identity(text: id) else {
        throw ValidationError(
          "--id must be the id of a letter or an entry, such as 1770814718123-0, or the UUID of an event"
        )
      }
      filter.identity = found
    }
    return filter
  }
}
