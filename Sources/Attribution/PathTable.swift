public import EventModel

/// Observed paths, won and lost, as the data-driven models are fitted to them. Equal paths are one row, so that memory is
/// bounded by the distinct paths.
///
/// The order in which paths are added shows nowhere: rows come out sorted, and sums are of whole numbers.
public struct PathTable: Sendable {
  /// A course that paths took, and how they ended.
  public struct Row: Hashable, Sendable {
    /// The touches' action types in order, as indices into ``PathTable/actionTypes``.
    let types: [Int32]
    public internal(set) var won: PathTotals
    public internal(set) var lost: PathTotals
  }

  /// As added, by what is the same in equal paths.
  private var totals: [[Int32]: (won: PathTotals, lost: PathTotals)] = [:]
  private(set) var types = ActionTypeIndex()
  public private(set) var won = PathTotals.zero
  public private(set) var lost = PathTotals.zero

  public init() {}

  /// Takes paths in. One without touches has nothing to say about any action type and is left out.
  /// - Parameter totals: of paths that all took this course and all ended the same way.
  public mutating func add(_ path: [ActionType], isConverted: Bool, totals added: PathTotals) {
    add(path.map { index(of: $0) }, isConverted: isConverted, totals: added)
  }

  /// The same of types that are numbered already.
  mutating func add(_ path: [Int32], isConverted: Bool, totals added: PathTotals) {
    guard !path.isEmpty else { return }
    if isConverted {
      totals[path, default: (.zero, .zero)].won += added
      won += added
    } else {
      totals[path, default: (.zero, .zero)].lost += added
      lost += added
    }
  }

  mutating func index(of type: ActionType) -> Int32 { types.index(of: type) }

  /// Every action type of the paths, sorted by the bytes of their names.
  public var actionTypes: [ActionType] { types.names.sorted() }

  public var distinctPathCount: Int { totals.count }

  /// The distinct paths, sorted by their types.
  public var rows: [Row] {
    var ranks = [Int32](repeating: 0, count: types.names.count)
    for (rank, index) in types.inNameOrder.enumerated() { ranks[index] = Int32(rank) }
    return totals.map { path, totals in
      Row(types: path.map { ranks[Int($0)] }, won: totals.won, lost: totals.lost)
    }.sorted { $0.types.lexicographicallyPrecedes($1.types) }
  }
}
