/// The absorbing chain of a table's paths: where a walk goes next depends on the last types alone.
///
/// A state is the sequence of the last types, as many as the order says; near the start of a path, as many as there are.
/// A type that follows itself is taken once, as ChannelAttribution does: in a chain of the first order a loop from a
/// state to itself changes no probability of where a walk ends, and higher orders would mistake waiting for a course.
struct MarkovChain {
  private struct Edge {
    let from: Int
    let to: Int
    var count: Int64 = 0
  }

  /// A path without the touches that repeat the one before.
  private struct Course {
    let types: [Int32]
    let won: Int64
    let lost: Int64

    init(_ row: PathTable.Row) {
      types = row.types.indices.filter { $0 == 0 || row.types[$0 - 1] != row.types[$0] }.map { row.types[$0] }
      won = row.won.count
      lost = row.lost.count
    }
  }

  /// What leaves the chain from a state.
  private struct Exits {
    var won: Int64 = 0
    var lost: Int64 = 0
  }

  /// The state before the first touch.
  static let start = 0

  private let order: Int
  private let stateCountMax: Int
  /// The types of each state; the start's are none.
  private var states: [[Int32]] = [[]]
  private var stateIndices: [[Int32]: Int] = [[]: start]
  private var edges: [Edge] = []
  /// By state and next type.
  private var edgeIndices: [UInt64: Int] = [:]
  private var exits: [Exits] = [Exits()]

  var stateCount: Int { states.count }

  /// States are numbered as the sorted courses come to them, so that no other order shows in the last digit.
  init(rows: [PathTable.Row], order: Int, stateCountMax: Int) throws(AttributionError) {
    self.order = order
    self.stateCountMax = stateCountMax
    let courses = rows.map { Course($0) }.sorted { $0.types.lexicographicallyPrecedes($1.types) }
    for course in courses {
      let end = try walk(course)
      exits[end].won += course.won
      exits[end].lost += course.lost
    }
  }

  /// Counts the steps of a course's paths.
  /// - Returns: the state in which they end.
  private mutating func walk(_ course: Course) throws(AttributionError) -> Int {
    var state = Self.start
    for type in course.types {
      let edge = try edge(from: state, type: type)
      edges[edge].count += course.won + course.lost
      state = edges[edge].to
    }
    return state
  }

  private mutating func edge(from state: Int, type: Int32) throws(AttributionError) -> Int {
    let key = UInt64(state) << 32 | UInt64(type)
    if let index = edgeIndices[key] { return index }
    let next = try index(of: Array((states[state] + [type]).suffix(order)))
    edgeIndices[key] = edges.count
    edges.append(Edge(from: state, to: next))
    return edges.count - 1
  }

  private mutating func index(of types: [Int32]) throws(AttributionError) -> Int {
    if let index = stateIndices[types] { return index }
    guard states.count < stateCountMax else { throw .tooManyStates(stateCountMax, order: order) }
    let index = states.count
    states.append(types)
    stateIndices[types] = index
    exits.append(Exits())
    return index
  }

  /// The states in which a walk has just made a touch of the type.
  ///
  /// ChannelAttribution has a walk visit every type that a state holds; as states grow from the start, that is the same
  /// walks.
  func states(endingIn type: Int32) -> [Int] {
    states.indices.filter { states[$0].last == type }
  }

  /// I - Q, and what each state leaves the chain for: a column for won, one for lost.
  func equations() -> (system: Matrix, exits: Matrix) {
    var departures = exits.map { $0.won + $0.lost }
    for edge in edges { departures[edge.from] += edge.count }
    var system = Matrix(rowCount: stateCount, columnCount: stateCount)
    var leaving = Matrix(rowCount: stateCount, columnCount: 2)
    for state in states.indices {
      system[state, state] = 1
      leaving[state, 0] = Double(exits[state].won) / Double(departures[state])
      leaving[state, 1] = Double(exits[state].lost) / Double(departures[state])
    }
    for edge in edges { system[edge.from, edge.to] -= Double(edge.count) / Double(departures[edge.from]) }
    return (system, leaving)
  }
}

extension AttributionError {
  fileprivate static func tooManyStates(_ countMax: Int, order: Int) -> Self {
    AttributionError(
      code: .tooManyStates,
      message:
        "a Markov chain of order \(order) over these paths has more than \(countMax) states, too many to be solved "
        + "exactly: choose a lower order, or join rare action types"
    )
  }
}
