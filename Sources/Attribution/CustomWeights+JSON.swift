public import EventModel

extension CustomWeights {
  /// Reads `{"from_start": [...], "middle": 1, "from_end": [...]}`, where what is left out is empty or 0.
  ///
  /// `nil` for anything else: another member, which would be a misspelling that goes unnoticed, or a weight out of bounds.
  public init?(_ value: JSONValue) {
    guard let members = value.members, members.allSatisfy({ Self.names.contains($0.name) }),
      let fromStart = Self.weights(value["from_start"]), let fromEnd = Self.weights(value["from_end"]),
      let middle = Self.weights(value["middle"].map { .array([$0]) })
    else { return nil }
    self.init(fromStart: fromStart, middle: middle.first ?? 0, fromEnd: fromEnd)
  }

  /// What ``init(_:)`` reads back as the same weights.
  public var json: JSONValue {
    func array(_ weights: [Double]) -> JSONValue { .array(weights.map { .number(JSONNumber($0)) }) }
    return .object([
      JSONMember("from_start", array(fromStart)), JSONMember("middle", .number(JSONNumber(middle))),
      JSONMember("from_end", array(fromEnd)),
    ])
  }

  private static let names = ["from_start", "middle", "from_end"]

  private static func weights(_ value: JSONValue?) -> [Double]? {
    guard let value else { return [] }
    guard case .array(let elements) = value else { return nil }
    var weights: [Double] = []
    for element in elements {
      guard case .number(let number) = element else { return nil }
      weights.append(number.double)
    }
    return weights
  }
}
