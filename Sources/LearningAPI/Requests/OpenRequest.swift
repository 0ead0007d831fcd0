import EventModel
import Hummingbird

/// A request that needs no token.
struct OpenRequest: Sendable {
  let now: Timestamp
  let parameters: Parameters
  let query: [(name: String, value: String)]
  let headers: HTTPFields
  /// Host and port that the request was sent to, as it says.
  let authority: String?
  /// As it came; empty without one.
  let body: [UInt8]
}
