import Delivery
import Testing

struct RedeliveryPlanTests {
  @Test func `companies are of one record and of its size, the least tried first`() {
    let entries: [(entry: Int, record: TrialRecord)] =
      [(0, .alone(failures: 0, deaths: 1)), (1, .alone(failures: 0, deaths: 3))]
      + (2..<302).map { ($0, .delivered) } + (302..<309).map { ($0, .inCompany(beginnings: 3)) }
    let plan = RedeliveryPlan(entries)
    #expect(plan.companies.map(\.entries.count) == [256, 44, 4, 3, 1])
    #expect(plan.companies.map(\.isAlone) == [false, false, false, false, true])
    #expect(plan.companies.flatMap(\.entries).sorted() == [0] + Array(2..<309))
    #expect(plan.givenUp.map(\.entry) == [1] && plan.givenUp.map(\.deaths) == [3])
  }

  @Test func `however often workers die, only the entry that kills them is given up`() {
    // A world of one killer among many: whatever company it is handled in dies.
    for killer in [0, 1, 500, 998, 999] {
      var records = Dictionary(uniqueKeysWithValues: (0..<1000).map { ($0, TrialRecord.delivered) })
      var givenUp: [Int] = []
      var deaths = 0
      while !records.isEmpty {
        let plan = RedeliveryPlan(records.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        for (entry, _) in plan.givenUp {
          givenUp.append(entry)
          records[entry] = nil
        }
        for company in plan.companies {
          for entry in company.entries { records[entry] = company.record.begun }
          if company.entries.contains(killer) {
            deaths += 1
            break
          }
          for entry in company.entries { records[entry] = nil }
        }
      }
      #expect(givenUp == [killer], "killer \(killer)")
      #expect(deaths == 6, "killer \(killer)")
    }
  }
}
