public import EventModel

extension AlertRule {
  /// The rule with all of its fields, in the words of the setting.
  public var json: JSONValue {
    .object(
      [JSONMember("rule", .string(name.rawValue))]
        + AlertField.allCases.compactMap { field in field.value(in: self).map { JSONMember(field.rawValue, $0) } }
    )
  }
}
