import Delivery
import Testing

@Suite("Backoff and acknowledgements")
struct BackoffTests {
  @Test("waits grow to the bound, never below half of the first, and start over after a success")
  func growth() {
    var generator = SystemRandomNumberGenerator()
    var backoff = Backoff(firstDelay: .milliseconds(100), delayMax: .seconds(5))
    var largest = Duration.zero
    for _ in 0..<200 {
      let delay = backoff.next(using: &generator)
      #expect(delay >= .milliseconds(50) && delay <= .seconds(5))
      largest = max(largest, delay)
    }
    #expect(largest > .seconds(1))
    backoff.reset()
    #expect(backoff.next(using: &generator) <= .milliseconds(100))
  }

  @Test("an acknowledgement waits until it is confirmed")
  func acknowledgements() {
    var acknowledgements = Acknowledgements<String, Int>()
    acknowledgements.add([1, 2], of: "a")
    acknowledgements.add([3], of: "a")
    acknowledgements.add([4], of: "b")
    #expect(Set(acknowledgements.due.map(\.key)) == ["a", "b"])
    acknowledgements.confirm("a")
    #expect(acknowledgements.due.map(\.ids) == [[4]])
    acknowledgements.confirm("b")
    #expect(acknowledgements.isEmpty)
  }
}
