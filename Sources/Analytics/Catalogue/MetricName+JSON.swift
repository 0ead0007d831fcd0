public import EventModel

extension MetricName {
  /// The catalogue: every metric's `definition` and `unit` by name, for a page to show.
  public static var catalogue: JSONValue {
    .object(
      allCases.map { name in
        let members: [JSONMember] = [.text("definition", name.definition), .text("unit", name.unit.rawValue)]
        return JSONMember(name.rawValue, .object(members))
      }
    )
  }
}
