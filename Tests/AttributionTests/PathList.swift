import Attribution
import EventModel
import TestSupport

/// Paths as a test writes them down: `"a b a"`, so many won, so many lost.
struct PathList {
  struct Row: Hashable {
    var types: [String]
    var won: Int
    var lost: Int

    init(_ types: String, won: Int, lost: Int) {
      self.init(types.split(separator: " ").map(String.init), won: won, lost: lost)
    }

    init(_ types: [String], won: Int, lost: Int) {
      self.types = types
      self.won = won
      self.lost = lost
    }
  }

  /// With a loop, a repeat, a type that is only lost, and a type alone.
  static let mixed = PathList([
    Row("a b a c", won: 3, lost: 5), Row("b c b", won: 2, lost: 1), Row("a c", won: 0, lost: 4),
    Row("c a b", won: 1, lost: 2), Row("d c", won: 0, lost: 3), Row("b", won: 1, lost: 6),
  ])

  var rows: [Row]

  init(_ rows: [Row]) {
    self.rows = rows
  }

  /// Up to 12 random paths over up to five types, with at least one path in all.
  init(seed: UInt64, repeats: Bool = true) {
    var generator = TestGenerator(seed: seed)
    let names = Array(["a", "b", "c", "d", "e"].prefix(Int.random(in: 1...5, using: &generator)))
    rows = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
      let length = Int.random(in: 1...6, using: &generator)
      var types = (0..<length).map { _ in generator.pick(names) }
      if !repeats { types = Self.collapsed(types) }
      return Row(types, won: generator.pick([0, 0, 1, 3]), lost: generator.pick([0, 1, 2, 7]))
    }
    rows[0].lost += 1
  }

  static func collapsed(_ types: [String]) -> [String] {
    types.enumerated().filter { $0 == 0 || types[$0 - 1] != $1 }.map(\.element)
  }

  var names: [String] { Set(rows.flatMap(\.types)).sorted() }
  var won: Int { rows.reduce(0) { $0 + $1.won } }
  var lost: Int { rows.reduce(0) { $0 + $1.lost } }

  var table: PathTable {
    var table = PathTable()
    for row in rows {
      let types = row.types.map { ActionType($0) }
      for (isConverted, count) in [(true, row.won), (false, row.lost)] where count > 0 {
        table.add(types, isConverted: isConverted, totals: PathTotals(count: Int64(count), valueMicros: 0))
      }
    }
    return table
  }
}
