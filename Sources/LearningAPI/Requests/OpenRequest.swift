import EventModel
import Hummingbird

/// A request that needs no token.
struct OpenRequest: Sendable {
  let now: Timestamp
  let parameters: Parameters
  let query: [(name: String, value: String)]
  let headers: HTTPFields
  /// As it came; empty without one.
  let body: [UInt8]
}
