/// Brings a batch to its end: what fails is halved until the culprit stands alone.
///
/// The shell asks for the next part, handles it, and says how that went. A part that failed is replaced by its halves, in
/// order; a single entry that failed is a culprit. One culprit among n entries costs at most 2 log2(n) + 2 handlings.
public struct BatchSettlement<Entry: Sendable>: Sendable {
  /// What is still to be handled, the next part last.
  private var parts: [ArraySlice<Entry>]
  /// Entries that failed alone.
  public private(set) var culprits: [Entry] = []

  public init(_ entries: [Entry]) {
    parts = entries.isEmpty ? [] : [entries[...]]
  }

  /// The entries to handle together now; `nil` at the end.
  public var next: [Entry]? { parts.last.map(Array.init) }

  /// The next part was handled.
  public mutating func succeed() {
    precondition(!parts.isEmpty, "a settlement that is done has no part that could succeed")
    parts.removeLast()
  }

  /// The next part failed, and nothing of it was applied.
  public mutating func fail() {
    guard let part = parts.popLast() else {
      preconditionFailure("a settlement that is done has no part that could fail")
    }
    if part.count == 1 {
      culprits += part
    } else {
      let middle = part.startIndex + part.count / 2
      parts.append(part[middle...])
      parts.append(part[..<middle])
    }
  }

  /// Everything that wasn't handled, culprits excepted: what a shutdown leaves behind.
  public var rest: [Entry] { parts.reversed().flatMap(Array.init) }
}

extension BatchSettlement: Equatable where Entry: Equatable {}
extension BatchSettlement: Hashable where Entry: Hashable {}
