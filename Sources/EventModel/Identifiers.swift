public import FoundationEssentials

/// A UUID that names one kind of thing, so that a tenant's can't be passed where an event's is meant.
///
/// Ordered by its bytes, which is the order of its lower-case text: SEMANTICS breaks ties of time by it.
public struct UUIDIdentifier<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let uuid: UUID

  public init(_ uuid: UUID) {
    self.uuid = uuid
  }

  /// Parses the 36-character text form, in either case; `nil` for anything else.
  public init?(text: String) {
    var text = text
    guard let uuid = text.withUTF8({ UUID(exactText: $0) }) else { return nil }
    self.uuid = uuid
  }

  /// Lower-case text.
  public var description: String { uuid.lowercaseText }

  public static func < (left: Self, right: Self) -> Bool {
    left.uuid.precedes(right.uuid)
  }
}

/// A text that names one kind of thing; equal only when its Unicode scalars are, as in PostgreSQL.
///
/// Swift's own `==` takes "é" and "e\u{301}" for the same; two action types that the database keeps apart would meet.
public struct TextIdentifier<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  public var description: String { text }

  public static func == (left: Self, right: Self) -> Bool {
    left.text.hasSameScalars(as: right.text)
  }

  public func hash(into hasher: inout Hasher) {
    var text = text
    // All bytes at once: types and stages are looked up for every touch.
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

// The kinds exist as types only: no value of them is ever made.
public enum TenantKind {}
public enum EventKind {}
public enum ConversationKind {}
public enum OutcomeKind {}
public enum ActionKind {}
public enum ActionTypeKind {}
public enum StageKind {}

/// Who shares the installation with others, and never meets them.
public typealias TenantID = UUIDIdentifier<TenantKind>
/// One event; the key of idempotency within its tenant.
public typealias EventID = UUIDIdentifier<EventKind>
/// One conversation with a customer; what is folded as a whole.
public typealias ConversationID = UUIDIdentifier<ConversationKind>
/// One expectation of one action; ``OutcomeID/init(tenant:action:type:)`` computes it.
public typealias OutcomeID = UUIDIdentifier<OutcomeKind>
/// The agent's own name for an action; the event id where it gives none.
public typealias ActionID = TextIdentifier<ActionKind>
/// What kind of action it is, such as `send_email`; what bins are kept by.
public typealias ActionType = TextIdentifier<ActionTypeKind>
/// A stage of a deal, such as `negotiation`.
public typealias StageName = TextIdentifier<StageKind>
