import Feedback
import TestSupport
import Testing

/// Reference values: the Python package `krippendorff` 0.9.0; the publications print the first three digits of them.
struct RaterAgreementTests {
  /// Rows of raters, columns of targets, a dot where one is missing.
  private static func agreement(_ rows: [String], source: FeedbackSource = .dashboard) throws -> RaterAgreement {
    var agreement = RaterAgreement()
    for target in try targets(rows, source: source) { agreement.add(ratings: target) }
    return agreement
  }

  private static func targets(_ rows: [String], source: FeedbackSource) throws -> [[FeedbackRating]] {
    let table = rows.map { $0.split(separator: " ") }
    return try table[0].indices.map { column in
      try table.map { $0[column] }.filter { $0 != "." }.map { text -> FeedbackRating in
        let value = try #require(Int(text))
        return try #require(FeedbackRating(value, source: source))
      }
    }
  }

  /// Krippendorff (2011), section D: four observers, twelve units. Printed: ordinal 0.815, interval 0.849.
  private static let observers = [
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
  ]

  /// The computational example of the English Wikipedia's article: three coders, fifteen units. Printed: interval
  /// 0.811.
  private static let coders = [
    ". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
  ]

  @Test func `alpha is the literature's`() throws {
    let observers = try Self.agreement(Self.observers)
    #expect(abs(try #require(observers.alpha(.ordinal)) - 0.8153875037548814) < 1e-12)
    #expect(abs(try #require(observers.alpha(.interval)) - 0.8491071428571428) < 1e-12)
    #expect(observers.targetCount == 11)
    #expect(observers.ratingCount == 40)
    let coders = try Self.agreement(Self.coders)
    #expect(abs(try #require(coders.alpha(.ordinal)) - 0.8067214199413153) < 1e-12)
    #expect(abs(try #require(coders.alpha(.interval)) - 0.8108448928121059) < 1e-12)
    #expect(coders.targetCount == 12)
    #expect(coders.ratingCount == 26)
  }

  /// Krippendorff (2011), section A: two observers, ten units, two values. Printed: 0.095.
  @Test func `of two values, ranks and distances say the same`() throws {
    let rows = ["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]
    let binary = try Self.agreement(rows, source: .inline)
    for level in RaterAgreement.Level.allCases {
      #expect(abs(try #require(binary.alpha(level)) - 0.09523809523809534) < 1e-12)
    }
  }

  @Test func `thumbs are compared on the common scale`() throws {
    let rows = ["-1 0 1 1 . 1 -1 0", "-1 1 1 0 1 1 . -1", ". 0 1 1 -1 1 -1 -1"]
    let inline = try Self.agreement(rows, source: .inline)
    #expect(abs(try #require(inline.alpha(.ordinal)) - 0.5860162246716869) < 1e-12)
    #expect(abs(try #require(inline.alpha(.interval)) - 0.5977011494252873) < 1e-12)
    // A thumb up and a five are the same opinion.
    var mixed = RaterAgreement()
    mixed.add(ratings: try Known.inline(1) + Known.dashboard(5))
    mixed.add(ratings: try Known.dashboard(1) + Known.inline(-1))
    #expect(mixed.alpha(.interval) == 1)
  }

  @Test func `agreement about nothing has no value`() throws {
    var agreement = RaterAgreement()
    #expect(agreement.alpha(.interval) == nil)
    agreement.add(ratings: try Known.dashboard(5))
    agreement.add(ratings: [])
    #expect(agreement.targetCount == 0)
    agreement.add(ratings: try Known.dashboard(5, 5, 5))
    for level in RaterAgreement.Level.allCases { #expect(agreement.alpha(level) == nil) }
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `targets in any order and in any parts give the same, bit by bit`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let all = try Known.ratings(.dashboard, counts: [1, 1, 1, 1, 1]) + Known.ratings(.inline, counts: [1, 1, 1])
    let targets = (0..<60).map { _ in
      (0..<Int.random(in: 0...7, using: &generator)).map { _ in generator.pick(all) }
    }
    var whole = RaterAgreement()
    for target in targets { whole.add(ratings: target) }
    for _ in 0..<5 {
      var parts = [RaterAgreement](repeating: RaterAgreement(), count: 4)
      for target in targets.shuffled(using: &generator) {
        parts[Int.random(in: 0..<4, using: &generator)].add(ratings: target.shuffled(using: &generator))
      }
      let merged = parts.shuffled(using: &generator).reduce(into: RaterAgreement()) { $0.merge($1) }
      #expect(merged == whole, "seed \(seed)")
      for level in RaterAgreement.Level.allCases {
        #expect(merged.alpha(level)?.bitPattern == whole.alpha(level)?.bitPattern, "seed \(seed)")
      }
    }
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `alpha is the definition's, pair by pair`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let all = try Known.ratings(.dashboard, counts: [1, 1, 1, 1, 1])
    let targets = (0..<12).map { _ in (0..<Int.random(in: 0...5, using: &generator)).map { _ in generator.pick(all) } }
    var agreement = RaterAgreement()
    for target in targets { agreement.add(ratings: target) }
    let rated = targets.filter { $0.count >= 2 }
    let values = rated.joined().map(\.normalized)
    let observed = rated.reduce(0.0) { sum, target in
      let values = target.map(\.normalized)
      let squares = values.flatMap { first in values.map { (first - $0) * (first - $0) } }.reduce(0, +)
      return sum + squares / Double(target.count - 1)
    }
    let expected = values.flatMap { first in values.map { (first - $0) * (first - $0) } }.reduce(0, +)
    let alpha = agreement.alpha(.interval)
    if expected == 0 {
      #expect(alpha == nil, "seed \(seed)")
    } else {
      let reference = 1 - Double(values.count - 1) * observed / expected
      #expect(abs(try #require(alpha) - reference) < 1e-12, "seed \(seed)")
    }
  }
}
