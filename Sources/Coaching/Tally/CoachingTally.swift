/// Outcomes counted by every value of every attribute, and by every two values that come together: all that the search
/// for patterns needs, however many outcomes there were.
///
/// Counts add up: pages, days and workers may be tallied apart and merged in any order. A conversation has to be added
/// in one piece, since its outcomes depend on each other; parts of it added apart are taken for independent.
public struct CoachingTally: Hashable, Sendable {
  /// So many values of an attribute are told apart: the first in their order; the rest is `other`.
  ///
  /// With more of them, a caller that knows which are frequent says `other` for the rare ones itself.
  public static let valueCountMax = 100

  public private(set) var all = OutcomeGroup.empty
  /// By the attributes' index.
  private(set) var attributes = [AttributeTable](repeating: AttributeTable(), count: CoachingAttribute.allCases.count)
  /// By ``ValuePair/tableIndex``; the values of the first attribute are the rows.
  private(set) var tables = [CrossTable](repeating: CrossTable(), count: ValuePair.tableCount)

  public init() {}

  /// Takes in a conversation's outcomes, all of them that are to be counted.
  public mutating func add(conversation: [CoachingObservation]) {
    for observation in conversation {
      for value in observation.values { admit(value) }
    }
    var whole = SuccessCount.zero
    var parts: [AttributeValue: SuccessCount] = [:]
    var known: [CoachingAttribute: SuccessCount] = [:]
    for observation in conversation {
      let count = observation.count
      let values = observation.values.map { told($0) }
      whole += count
      for value in values {
        parts[value, default: .zero] += count
        known[value.attribute, default: .zero] += count
      }
      addPairs(of: values, count)
    }
    all.addConversation(whole)
    for (value, part) in parts { attributes[value.attribute.index].addConversation(part, of: value) }
    for (attribute, part) in known { attributes[attribute.index].addConversation(part) }
  }

  /// Takes in an outcome that is alone in its conversation.
  public mutating func add(_ observation: CoachingObservation) {
    add(conversation: [observation])
  }

  /// Adds the outcomes of other conversations.
  public mutating func merge(_ other: CoachingTally) {
    for table in other.attributes {
      for value in table.values.keys { admit(value) }
    }
    all += other.all
    for (index, table) in other.attributes.enumerated() {
      attributes[index].merge(known: table.known, values: table.values)
    }
    for (index, table) in other.tables.enumerated() {
      for (row, columns) in table.rows {
        let row = told(row)
        for (column, count) in columns {
          let column = told(column)
          tables[index].add(count, row: row, column: column)
        }
      }
    }
  }

  private mutating func addPairs(of values: [AttributeValue], _ count: SuccessCount) {
    for (position, first) in values.enumerated() {
      for second in values[(position + 1)...] {
        tables[ValuePair.tableIndex(first.attribute, second.attribute)].add(count, row: first, column: second)
      }
    }
  }

  /// The value itself where it is told apart, else `other`.
  private func told(_ value: AttributeValue) -> AttributeValue {
    attributes[value.attribute.index].values[value] == nil ? .other(value.attribute) : value
  }

  /// Tells a value apart, where its place in the order allows; another may have to give way.
  private mutating func admit(_ value: AttributeValue) {
    let attribute = value.attribute
    guard !value.isOther, let outcast = attributes[attribute.index].admit(value) else { return }
    for other in CoachingAttribute.allCases where other > attribute {
      tables[ValuePair.tableIndex(attribute, other)].moveRow(outcast, to: .other(attribute))
    }
    for other in CoachingAttribute.allCases where other < attribute {
      tables[ValuePair.tableIndex(other, attribute)].moveColumn(outcast, to: .other(attribute))
    }
  }
}

// MARK: - Counts that are stored

extension CoachingTally {
  /// A tally of counts that were added up elsewhere.
  ///
  /// - Parameters:
  ///   - all: every outcome.
  ///   - known: those of actions of which the attribute is known; a missing attribute is never known.
  ///   - values: those of each value; values that are not told apart count as known alone.
  ///   - pairs: those of each two values of different attributes, also where one is `other`.
  /// - Returns: `nil` where the counts contradict each other: a part is larger than its whole.
  public init?(
    all: OutcomeGroup,
    known: [CoachingAttribute: OutcomeGroup],
    values: [AttributeValue: OutcomeGroup],
    pairs: [ValuePair: SuccessCount]
  ) {
    self.init()
    self.all = all
    let present = values.filter { $0.value.count.trials > 0 }
    for value in present.keys { admit(value) }
    for attribute in CoachingAttribute.allCases {
      let own = present.filter { $0.key.attribute == attribute }
      attributes[attribute.index].merge(known: known[attribute] ?? .empty, values: own)
    }
    for (pair, count) in pairs where count.trials > 0 {
      let (row, column) = (told(pair.first), told(pair.second))
      tables[pair.tableIndex].add(count, row: row, column: column)
    }
    guard isConsistent else { return nil }
  }

  /// Whether every part fits into its whole.
  private var isConsistent: Bool {
    guard attributes.allSatisfy({ all.count.holds($0.known.count) && $0.otherCount != nil }) else { return false }
    return tables.allSatisfy { table in
      [table.rows, table.transposed.rows].allSatisfy { rows in
        rows.allSatisfy { value, cells in
          let sum = cells.values.reduce(SuccessCount.zero, +)
          return attributes[value.attribute.index].count(of: value)?.holds(sum) ?? false
        }
      }
    }
  }
}
