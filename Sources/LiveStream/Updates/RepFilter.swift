import EventModel

/// Whose figures a listener may see: those of some sales representatives, and those that are nobody's.
public struct RepFilter: Hashable, Sendable {
  private let ids: Set<ListenedRepID>

  /// - Parameter repIDs: as the messages write them; equal only when their Unicode scalars are.
  public init(_ repIDs: some Sequence<String>) {
    ids = Set(repIDs.map { ListenedRepID($0) })
  }

  /// Whether a change may be seen.
  /// - Parameter repID: `nil` for a change that is nobody's.
  func admits(_ repID: ListenedRepID?) -> Bool {
    guard let repID else { return true }
    return ids.contains(repID)
  }
}

enum ListenedRepKind {}

/// Compared by scalars: two representatives whom the database keeps apart mustn't see each other's figures.
typealias ListenedRepID = TextIdentifier<ListenedRepKind>
