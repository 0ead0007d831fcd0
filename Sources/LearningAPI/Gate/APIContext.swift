import EventModel
import FoundationEssentials
import Hummingbird
import NIOCore

/// A request's context: who it turned out to be, and where it came from.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let record: RequestRecord
  /// The address of the other end, for limits on requests without a token.
  let remote: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    record = RequestRecord(id: UUID().lowercaseText)
    remote = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}
