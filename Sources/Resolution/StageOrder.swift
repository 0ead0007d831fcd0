public import EventModel

/// The stages of a tenant's deals, from the first to the win.
///
/// `closed_lost` and `stalled` stand outside every order.
public struct StageOrder: Hashable, Sendable {
  /// The order of a tenant that set none.
  public static let `default` = StageOrder(
    unchecked: ["prospecting", "discovery", "qualification", "evaluation", "negotiation", "closed_won"]
      .map { StageName($0) }
  )

  public static let countBounds = 2...50

  /// Distinct and not empty; the last is the win.
  public let names: [StageName]
  private let positions: [StageName: Int]

  /// `nil` unless there are 2 to 50 distinct names, none empty and none of those outside every order.
  public init?(names: [StageName]) {
    guard
      Self.countBounds.contains(names.count), Set(names).count == names.count,
      !names.contains(where: { $0.text.isEmpty || $0 == .closedLost || $0 == .stalled })
    else { return nil }
    self.init(unchecked: names)
  }

  private init(unchecked names: [StageName]) {
    self.names = names
    positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
  }

  /// The position of the win, the last stage.
  public var winIndex: Int { names.count - 1 }

  /// The position in the order, from 0; `nil` for a stage outside it, or one that a former order knew.
  public func index(of name: StageName) -> Int? {
    positions[name]
  }

  public func contains(_ name: StageName) -> Bool {
    positions[name] != nil
  }
}
