import EventModel
import Foundation
import Notices
import Testing

@Suite struct RetryPolicyTests {
  private static let now = Known.now

  private static func next(
    _ attemptCount: Int,
    of delivery: DeliveryID = Known.delivery,
    after failure: DeliveryFailure = .transient("x"),
    failedAt: Timestamp = now
  ) -> Timestamp? {
    RetryPolicy.default.nextAttempt(
      of: delivery,
      after: failure,
      attemptCount: attemptCount,
      firstAttemptAt: now,
      failedAt: failedAt
    )
  }

  @Test("waits grow fourfold, spread by the delivery's id, and end within a day")
  func waits() throws {
    var firsts: Set<Timestamp> = []
    for _ in 0..<200 {
      let id = DeliveryID(UUID())
      var time = Self.now
      for (attempt, minutes) in [1, 4, 16, 64, 256, 1024].enumerated() {
        let next = try #require(Self.next(attempt + 1, of: id, failedAt: time))
        let full = EventModel.TimeInterval.seconds(Int64(minutes) * 60)
        #expect(next - time <= full && next - time > .seconds(Int64(minutes) * 45), "\(id)")
        #expect(Self.next(attempt + 1, of: id, failedAt: time) == next, "the same each time")
        if attempt == 0 { firsts.insert(next) }
        time = next
      }
      #expect(time - Self.now <= .days(1))
      #expect(Self.next(7, of: id, failedAt: time) == nil)
    }
    #expect(firsts.count > 150, "they don't come back together")
  }

  @Test("what is permanent is given up, what asks for time is given it, and a day is the end")
  func bounds() {
    #expect(Self.next(1, after: .permanent("x")) == nil)
    #expect(Self.next(1, after: .transient("x", retryAfter: .hours(1))) == Self.now + .hours(1))
    #expect(Self.next(1, after: .transient("x", retryAfter: .days(9))) == Self.now + .hours(6))
    #expect(Self.next(1, after: .transient("x", retryAfter: .seconds(0))).map { $0 > Self.now } == true)
    #expect(Self.next(1, failedAt: Self.now + .hours(24)) == nil)
  }

  @Test(
    "Retry-After in both of its forms, and nothing else",
    arguments: [
      ("120", 120), ("0", 0), ("Wed, 11 Feb 2026 13:58:38 GMT", 3600), ("Wed, 11 Feb 2026 12:00:00 GMT", 0),
      ("-1", nil),
      ("soon", nil), ("", nil), ("1.5", nil), ("99999999999999999999", nil), ("Wed, 31 Feb 2026 13:58:38 GMT", nil),
      ("Wed, 11 Feb 2026 13:58:38 CET", nil), ("\u{0661}", nil),
    ] as [(String, Int64?)]
  )
  func retryAfter(text: String, seconds: Int64?) throws {
    let now = Timestamp(microseconds: 1_770_814_718_000_000)
    let failure = try #require(DeliveryFailure(status: 503, from: "e.org", retryAfter: text, now: now))
    #expect(failure.retryAfter == seconds.map { .seconds($0) })
  }

  @Test("every status is either success or a failure with a sentence", arguments: Array(100...599))
  func statuses(status: Int) {
    let failure = DeliveryFailure(status: status, from: "e.org", retryAfter: nil, now: Known.now)
    #expect((failure == nil) == (200..<300).contains(status))
    if let failure { #expect(failure.reason.hasSuffix(".") && failure.reason.contains("\(status)")) }
    if status >= 500 { #expect(failure?.isPermanent == false) }
  }
}
