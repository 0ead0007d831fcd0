import TestSupport

/// The chain of a list of paths again, slowly: by dictionaries, with loops from a state to itself left in, and solved by
/// walking every probability on until nothing is left.
struct ReferenceChain {
  enum Step: Hashable {
    case state([String])
    case won
    case lost
  }

  private var counts: [[String]: [Step: Int]] = [:]
  /// The same, each state's in an order that doesn't change from run to run.
  private let choices: [[String]: [(step: Step, count: Int)]]

  init(_ paths: PathList, order: Int) {
    for row in paths.rows where row.won + row.lost > 0 {
      var state: [String] = []
      // A loop is a thing of the first order only: beyond, a repeat would be another state.
      for type in order == 1 ? row.types : PathList.collapsed(row.types) {
        let next = Array((state + [type]).suffix(order))
        counts[state, default: [:]][.state(next), default: 0] += row.won + row.lost
        state = next
      }
      counts[state, default: [:]][.won, default: 0] += row.won
      counts[state, default: [:]][.lost, default: 0] += row.lost
    }
    choices = counts.mapValues { steps in
      steps.sorted { "\($0.key)" < "\($1.key)" }.map { (step: $0.key, count: $0.value) }
    }
  }

  /// The probability that a walk ends so without ever touching the removed type.
  func probability(of end: Step, without removed: String? = nil) -> Double {
    var masses: [[String]: Double] = [[]: 1]
    var reached = 0.0
    while masses.values.reduce(0, +) > 1e-17 {
      var next: [[String]: Double] = [:]
      for (state, mass) in masses {
        guard let steps = counts[state] else { continue }
        let all = Double(steps.values.reduce(0, +))
        for (step, count) in steps {
          let part = mass * Double(count) / all
          if step == end { reached += part }
          if case .state(let types) = step, types.last != removed { next[types, default: 0] += part }
        }
      }
      masses = next
    }
    return reached
  }

  /// Whether a random walk is won, and the types that it touched.
  func walk(_ generator: inout TestGenerator) -> (isWon: Bool, touched: Set<String>) {
    var state: [String] = []
    var touched: Set<String> = []
    while true {
      let steps = choices[state, default: []]
      var draw = Int.random(in: 0..<steps.reduce(0) { $0 + $1.count }, using: &generator)
      let step = steps.first { step in
        draw -= step.count
        return draw < 0
      }?.step
      guard case .state(let types)? = step, let last = types.last else { return (step == .won, touched) }
      touched.insert(last)
      state = types
    }
  }
}
