import Delivery
import Testing

@Suite("ReadPlan")
struct ReadPlanTests {
  /// Plays the plan against queues of the given lengths until all are empty; returns when each stream was first served
  /// and the largest reply.
  private func play(
    _ lengths: [Int],
    entryCountMax: Int,
    keyCountMax: Int = 1000
  ) -> (firstServed: [Int], largestReply: Int, rounds: Int) {
    var plan = ReadPlan<Int>(entryCountMax: entryCountMax, keyCountMax: keyCountMax)
    plan.add(lengths.indices)
    var left = lengths
    var firstServed = lengths.map { $0 == 0 ? 0 : Int.max }
    var largestReply = 0
    var rounds = 0
    while left.contains(where: { $0 > 0 }) && rounds < 1_000_000 {
      rounds += 1
      var reply = 0
      for request in plan.next() {
        var counts: [Int: Int] = [:]
        for key in request.keys where left[key] > 0 {
          let count = min(left[key], request.countPerStream)
          left[key] -= count
          counts[key] = count
          reply += count
          firstServed[key] = min(firstServed[key], rounds)
        }
        plan.note(request, returned: counts)
      }
      largestReply = max(largestReply, reply)
    }
    return (firstServed, largestReply, rounds)
  }

  @Test("a tenant with a million entries doesn't starve one with ten")
  func fairness() {
    let result = play([1_000_000, 10, 10, 1], entryCountMax: 1000)
    #expect(result.firstServed.allSatisfy { $0 <= 2 })
    #expect(result.largestReply <= 1000)
    #expect(result.rounds <= 1_500)
  }

  @Test("every stream is served in turn when there are more streams than places")
  func manyStreams() {
    let result = play(Array(repeating: 5, count: 3000), entryCountMax: 500, keyCountMax: 500)
    #expect(result.largestReply <= 1000)
    #expect(result.firstServed.allSatisfy { $0 <= 200 })
  }

  @Test("one busy stream among a thousand idle ones gets most of each read")
  func oneBusy() {
    var lengths = Array(repeating: 0, count: 1000)
    lengths[500] = 100_000
    let result = play(lengths, entryCountMax: 1000)
    #expect(result.rounds <= 200)
  }

  @Test("a read may block only when nothing is known to wait")
  func blocking() {
    var plan = ReadPlan<String>(entryCountMax: 10)
    plan.add(["a", "b"])
    #expect(!plan.mayBlock)
    for request in plan.next() { plan.note(request, returned: [:]) }
    #expect(plan.mayBlock)
    let request = plan.next()[0]
    #expect(request.keys.count == 2)
    plan.note(request, returned: ["a": request.countPerStream])
    #expect(!plan.mayBlock)
  }

  @Test("a stream that is gone is not asked for again")
  func removal() {
    var plan = ReadPlan<String>(entryCountMax: 10)
    plan.add(["a", "b"])
    plan.remove("a")
    #expect(plan.streams == ["b"])
    #expect(plan.next().allSatisfy { $0.keys == ["b"] })
  }

  @Test("more busy streams than places take turns")
  func manyBusy() {
    let result = play(Array(repeating: 1000, count: 60), entryCountMax: 20)
    #expect(result.largestReply <= 25)
    #expect(result.firstServed.allSatisfy { $0 <= 10 })
  }

  @Test("a plan that shrank asks for less, and grows back to its limit")
  func shrinking() {
    var plan = ReadPlan<String>(entryCountMax: 1000)
    plan.add(["a"])
    for _ in 0..<20 { plan.shrink() }
    #expect(plan.entryCountMax == 1)
    #expect(plan.next().map(\.countPerStream) == [1])
    for _ in 0..<200 { plan.grow() }
    #expect(plan.entryCountMax == 1000)
  }

  @Test("batches that take too long become smaller, those that are quick grow to the limit")
  func pace() {
    var plan = ReadPlan<String>(entryCountMax: 4000)
    plan.add(["a"])
    // A store that takes 4 ms for an entry: 250 of them fit into a second, and it is found out again and again.
    for _ in 0..<10 { plan.noteHandled(plan.entryCountMax, in: .milliseconds(4 * plan.entryCountMax)) }
    #expect((200...350).contains(plan.entryCountMax), "\(plan.entryCountMax)")
    // One that hangs: never below what shares its costs.
    plan.noteHandled(250, in: .seconds(10_000))
    #expect(plan.entryCountMax == 100)
    // Small batches say nothing about large ones.
    for _ in 0..<100 { plan.noteHandled(1, in: .milliseconds(1)) }
    #expect(plan.entryCountMax == 100)
    for _ in 0..<100 { plan.noteHandled(plan.entryCountMax, in: .microseconds(20 * plan.entryCountMax)) }
    #expect(plan.entryCountMax == 4000)
  }

  @Test("among many streams, those that had entries are looked at alone until they come to rest")
  func selective() {
    var plan = ReadPlan<Int>(entryCountMax: 1000, keyCountMax: 10_000)
    plan.add(0..<3000)
    while !plan.mayBlock { for request in plan.next() { plan.note(request, returned: [:]) } }
    #expect(plan.next(everywhere: false).map(\.keys.count) == [1], "where all are at rest, one is enough to wait at")
    plan.note(plan.next()[0], returned: [7: 1])
    // The share of each of three thousand is one entry: it may have more.
    #expect(!plan.mayBlock)
    for request in plan.next() { plan.note(request, returned: request.keys == [7] ? [7: 3] : [:]) }
    #expect(plan.mayBlock)
    #expect(plan.next(everywhere: false).map(\.keys) == [[7]])
    #expect(plan.next().flatMap(\.keys).count == 3000)
    plan.note(plan.next(everywhere: false)[0], returned: [:])
    #expect(plan.next(everywhere: false).map(\.keys) == [[7]], "a short silence is no rest")
    plan.note(plan.next()[0], returned: [:])
    plan.add([3000])
    for request in plan.next() { plan.note(request, returned: request.keys.contains(3000) ? [3000: 1] : [:]) }
    #expect(plan.next(everywhere: false).map(\.keys) == [[3000]], "the one at rest is forgotten, the new one is not")
  }

  @Test("few streams are always looked at together")
  func together() {
    var plan = ReadPlan<Int>(entryCountMax: 1000)
    plan.add(0..<20)
    for request in plan.next() { plan.note(request, returned: [7: 1]) }
    #expect(!plan.isSelective)
    #expect(plan.next(everywhere: false).flatMap(\.keys).count == 20)
  }
}
