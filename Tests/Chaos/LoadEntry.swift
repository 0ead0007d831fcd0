import Delivery
import EventModel

/// An entry to publish, and what must become of it.
struct LoadEntry: Sendable {
  enum Fate: Hashable, Sendable {
    /// Recorded in the table of events.
    case applied
    /// Moved to the dead letters.
    case buried(RefusalReason)
  }

  /// A field of its own of the entries that are to be buried, by which their letters are known: they may have no id.
  static let markField = "chaos_mark"

  let key: StreamKey
  let fields: [StreamField]
  /// Of an event ``identity(tenant:event:)``, shared by its duplicates; of an entry to be buried its mark.
  let identity: String
  let fate: Fate

  static func identity(tenant: some CustomStringConvertible, event: some CustomStringConvertible) -> String {
    "\(tenant)|\(event)"
  }
}
