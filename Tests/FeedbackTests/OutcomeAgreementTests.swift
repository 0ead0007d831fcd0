import Feedback
import TestSupport
import Testing

/// Reference values: SciPy 1.17.1, `mannwhitneyu` over the product of both counts, and `brentq` on Newcombe's equation.
struct OutcomeAgreementTests {
  /// Targets of one rating each, as counts from the worst rating up.
  private static func agreement(_ succeeded: [Int], _ failed: [Int]) throws -> OutcomeAgreement {
    var agreement = OutcomeAgreement()
    for (counts, didSucceed) in [(succeeded, true), (failed, false)] {
      for rating in try Known.ratings(.dashboard, counts: counts) {
        agreement.add(ratings: [rating], didSucceed: didSucceed)
      }
    }
    return agreement
  }

  private static let table: [(succeeded: [Int], failed: [Int], value: Double, lower: Double, upper: Double)] = [
    ([0, 1, 2, 5, 8], [6, 4, 3, 1, 0], 0.9397321428571429, 0.7671609741064879, 0.9850738548906549),
    ([1, 0, 2, 0, 7], [3, 0, 1, 0, 2], 0.725, 0.42758311179692143, 0.8966398061227826),
    ([0, 0, 0, 0, 1], [0, 0, 0, 0, 1], 0.5, 0.05462075552885197, 0.9453792444711481),
    ([0, 0, 0, 0, 5], [5, 0, 0, 0, 0], 1, 0.64270282393105, 1),
    ([5, 0, 0, 0, 0], [0, 0, 0, 0, 5], 0, 0, 1 - 0.64270282393105),
  ]

  @Test(arguments: table)
  func `the concordance has Newcombe's interval`(
    succeeded: [Int],
    failed: [Int],
    value: Double,
    lower: Double,
    upper: Double
  ) throws {
    let concordance = try #require(Self.agreement(succeeded, failed).concordance)
    #expect(abs(concordance.value - value) < 1e-12)
    #expect(abs(concordance.lower - lower) < 1e-9)
    #expect(abs(concordance.upper - upper) < 1e-9)
  }

  @Test func `signs are counted`() throws {
    let agreement = try Self.agreement([1, 2, 4, 8, 16], [32, 64, 128, 256, 512])
    #expect(agreement.successCount == 31)
    #expect(agreement.failureCount == 992)
    #expect(agreement.agreeingCount == 8 + 16 + 32 + 64)
    #expect(agreement.contradictingCount == 1 + 2 + 256 + 512)
    #expect(agreement.neutralCount == 4 + 128)
  }

  @Test func `without a success and a failure nothing is compared`() throws {
    #expect(OutcomeAgreement().concordance == nil)
    #expect(try Self.agreement([0, 0, 0, 0, 9], [0, 0, 0, 0, 0]).concordance == nil)
    #expect(try Self.agreement([0, 0, 0, 0, 0], [0, 9, 0, 0, 0]).concordance == nil)
  }

  @Test func `a target counts once, by the mean of its ratings rounded to a half step, a half towards zero`() throws {
    let cases: [(ratings: [FeedbackRating], place: Int)] = [
      (try Known.dashboard(5, 5, 5, 5), 4), (try Known.dashboard(3, 4), 2), (try Known.dashboard(3, 2), 2),
      (try Known.dashboard(4, 5), 3), (try Known.dashboard(1, 2), 1), (try Known.dashboard(3, 4, 4), 3),
      (try Known.inline(1, 1, 0), 3), (try Known.inline(1, -1), 2), (try Known.inline(1) + Known.dashboard(5), 4),
      (try Known.dashboard(1, 1, 1, 5), 1), (try Known.dashboard(5, 5, 4), 4),
    ]
    for (ratings, place) in cases {
      var agreement = OutcomeAgreement()
      agreement.add(ratings: ratings, didSucceed: true)
      var counts = [0, 0, 0, 0, 0]
      counts[place] = 1
      #expect(try agreement == Self.agreement(counts, [0, 0, 0, 0, 0]), "\(ratings.map(\.value))")
    }
    var none = OutcomeAgreement()
    none.add(ratings: [], didSucceed: true)
    #expect(none == OutcomeAgreement())
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the concordance is the share of pairs that are in order`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let succeeded = (0..<5).map { _ in Int.random(in: 0...4, using: &generator) }
    let failed = (0..<5).map { _ in Int.random(in: 0...4, using: &generator) }
    var (wins, pairs) = (0.0, 0.0)
    for (high, success) in succeeded.enumerated() {
      for (low, failure) in failed.enumerated() {
        let count = Double(success * failure)
        pairs += count
        wins += high > low ? count : high == low ? count / 2 : 0
      }
    }
    let concordance = try Self.agreement(succeeded, failed).concordance
    #expect(abs((concordance?.value ?? 0) - (pairs > 0 ? wins / pairs : 0)) < 1e-12, "seed \(seed)")
  }

  @Test func `ratings that tell nothing are rarely said to tell something`() throws {
    for weights in [[10, 20, 30, 25, 15], [10, 0, 10, 0, 80]] {
      let ratings = try Known.ratings(.dashboard, counts: weights)
      for count in [5, 10, 50] {
        var generator = TestGenerator(seed: 5)
        let accused = (0..<500).filter { _ in
          var agreement = OutcomeAgreement()
          for index in 0..<2 * count {
            agreement.add(ratings: [generator.pick(ratings)], didSucceed: index < count)
          }
          return agreement.concordance.map { $0.lower > 0.5 || $0.upper < 0.5 } ?? true
        }
        print("\(weights), \(count) successes and failures: \(accused.count) of 500 intervals miss 0.5")
        #expect(accused.count <= 40, "\(weights), \(count)")
      }
    }
  }
}
