extension CoachingTally {
  /// The outcomes of the actions of which an attribute is known.
  public var known: [CoachingAttribute: OutcomeGroup] {
    let pairs = CoachingAttribute.allCases.map { ($0, attributes[$0.index].known) }
    return Dictionary(uniqueKeysWithValues: pairs.filter { $0.1.count.trials > 0 })
  }

  /// The outcomes of each value that is told apart.
  public var values: [AttributeValue: OutcomeGroup] {
    attributes.reduce(into: [:]) { values, table in values.merge(table.values) { one, _ in one } }
  }

  /// The outcomes of each two values of different attributes that come together, `other` among them.
  public var pairs: [ValuePair: SuccessCount] {
    tables.reduce(into: [:]) { pairs, table in
      for (row, columns) in table.rows {
        for (column, count) in columns { pairs[ValuePair(row, column)] = count }
      }
    }
  }
}
