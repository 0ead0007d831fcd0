import Delivery
import Testing

struct RetryScheduleTests {
  @Test func `what is due comes out in the order of its time, and nothing before`() {
    var schedule = RetrySchedule<String, Int>(countMax: 10)
    for (entry, due) in [("c", 3), ("a", 1), ("d", 3), ("b", 2)] { schedule.add(entry, due: due) }
    #expect(schedule.nextDue == 1)
    #expect(schedule.takeDue(at: 0, countMax: 10).isEmpty)
    #expect(schedule.takeDue(at: 3, countMax: 3) == ["a", "b", "c"])
    #expect(schedule.takeDue(at: 3, countMax: 3) == ["d"])
    #expect(schedule.isEmpty && schedule.nextDue == nil)
  }

  @Test func `a full schedule takes nothing more`() {
    var schedule = RetrySchedule<Int, Int>(countMax: 2)
    let taken = (0..<3).map { schedule.add($0, due: 0) }
    #expect(taken == [true, true, false])
    #expect(schedule.count == 2)
  }
}
