import EventModel
import Simulation
import Testing

struct SimulationPlanTests {
  @Test func `the plans for past and present have no mistakes`() {
    #expect(SimulationPlan.backfill(seed: 1).mistakes.isEmpty)
    #expect(SimulationPlan.live(seed: 1).mistakes.isEmpty)
  }

  @Test func `every mistake is named at once`() {
    var plan = SimulationPlan.backfill(seed: 1)
    plan.tenantCount = 0
    plan.repCount = 0
    plan.actionTypes = []
    plan.actionCount = -1
    plan.meanGap = .seconds(0)
    plan.silentShare = 1.5
    plan.unclearShare = .nan
    #expect(plan.mistakes.count == 7)
    plan = .backfill(seed: 1)
    plan.actionTypes += plan.actionTypes.prefix(1)
    #expect(plan.mistakes.count == 1)
  }
}
