/// How entries that were left behind are handled: who with whom, and who is given up.
public struct RedeliveryPlan<Entry: Sendable>: Sendable {
  /// Entries that are handled together: all of one record.
  public struct Company: Sendable {
    public let record: TrialRecord
    public let entries: [Entry]
    /// Alone in the whole process, so that a death has one cause.
    public var isAlone: Bool { record.isAloneNext }
  }

  /// Those with the fewest trials first: most are innocent, and are through before a suspect kills this worker too.
  public let companies: [Company]
  /// Those that were alone when their workers died, as often as is tolerated.
  public let givenUp: [(entry: Entry, deaths: Int)]

  /// - Parameter entries: what nobody holds any more, with its record.
  public init(_ entries: [(entry: Entry, record: TrialRecord)]) {
    var companies: [Company] = []
    var givenUp: [(entry: Entry, deaths: Int)] = []
    let groups = Dictionary(grouping: entries, by: \.record)
    for (record, members) in groups.sorted(by: { $0.key.deliveryCount < $1.key.deliveryCount }) {
      switch record.verdict {
      case .giveUp(let deaths): givenUp += members.map { ($0.entry, deaths) }
      case .handle(let companyMax):
        for start in stride(from: 0, to: members.count, by: companyMax) {
          let end = min(start + companyMax, members.count)
          companies.append(Company(record: record, entries: members[start..<end].map(\.entry)))
        }
      }
    }
    self.companies = companies
    self.givenUp = givenUp
  }
}
