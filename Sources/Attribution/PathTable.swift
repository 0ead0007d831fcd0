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
  private var indices: [ActionType: Int32] = [:]
  /// In the order of their first appearance.
  private var namesAsAdded: [ActionType] = []
  public private(set) var won = PathTotals.zero
  public private(set) var lost = PathTotals.zero

  public init() {}

  /// Takes paths in. One without touches has nothing to say about any action type and is left out.
  /// - Parameter totals: of paths that all took this course and all ended the same way.
  public mutating func add(_ path: [ActionType], isConverted: Bool, totals added: PathTotals) {
    guard !path.isEmpty else { return }
    let row = path.map { index(of: $0) }
    if isConverted {
      totals[row, default: (.zero, .zero)].won += added
      won += added
    } else {
      totals[row, default: (.zero, .zero)].lost += added
      lost += added
    }
  }

  private mutating func index(of type: ActionType) -> Int32 {
    if let index = indices[type] { return index }
    let index = Int32(namesAsAdded.count)
    indices[type] = index
    namesAsAdded.append(type)
    return index
  }

  /// Every action type of the paths, sorted by the bytes of their names.
  public var actionTypes: [ActionType] { namesAsAdded.sorted() }

  public var distinctPathCount: Int { totals.count }

  /// The distinct paths, sorted by their types.
  public var rows: [Row] {
    var ranks = [Int32](repeating: 0, count: namesAsAdded.count)
    for (rank, index) in namesAsAdded.indices.sorted(by: { namesAsAdded[$0] < namesAsAdded[$1] }).enumerated() {
      ranks[index] = Int32(rank)
    }
    return totals.map { path, totals in
      Row(types: path.map { ranks[Int($0)] }, won: totals.won, lost: totals.lost)
    }.sorted { $0.types.lexicographicallyPrecedes($1.types) }
  }
}
