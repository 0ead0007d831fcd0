import EventModel

/// Numbers action types as they come, so that each name is looked up once and then counted by number.
struct ActionTypeIndex: Sendable {
  private var indices: [ActionType: Int32] = [:]
  /// In the order of their first appearance.
  private(set) var names: [ActionType] = []

  /// The number of a type; the next one where it is new.
  mutating func index(of type: ActionType) -> Int32 {
    if let index = indices[type] { return index }
    let index = Int32(names.count)
    indices[type] = index
    names.append(type)
    return index
  }

  /// The numbers, sorted by the bytes of the names: the order in which results are told.
  var inNameOrder: [Int] { names.indices.sorted { names[$0] < names[$1] } }
}
