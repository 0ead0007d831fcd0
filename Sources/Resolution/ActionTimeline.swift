import Attribution
import EventModel

/// The actions of a conversation in order, and where to find those that a signal concerns.
struct ActionTimeline {
  let actions: [RecordedAction]
  /// The same as the models of attribution see them.
  let touches: [AttributionTouch]
  /// For each outcome type, the ascending positions of the actions that expect it.
  private let expecting: PerOutcomeType<[Int]>
  private let windows: PerOutcomeType<TimeInterval>

  init(_ actions: [RecordedAction], windows: PerOutcomeType<TimeInterval>) {
    let ordered = actions.inOrder()
    var expecting = PerOutcomeType<[Int]>(repeating: [])
    for (position, action) in ordered.enumerated() {
      for type in action.outcomeTypes {
        expecting[type].append(position)
      }
    }
    self.actions = ordered
    touches = ordered.map { AttributionTouch(time: $0.timestamp, actionType: $0.actionType) }
    self.expecting = expecting
    self.windows = windows
  }

  /// The positions of the actions with this action id, for every one that a reply names.
  func positions(named names: Set<ActionID>) -> [ActionID: [Int]] {
    guard !names.isEmpty else { return [:] }
    var positions: [ActionID: [Int]] = [:]
    for (position, action) in actions.enumerated() where names.contains(action.actionID) {
      positions[action.actionID, default: []].append(position)
    }
    return positions
  }

  /// The end of the window of this action's outcome of the type.
  func windowExpiry(of position: Int, type: OutcomeType) -> Timestamp {
    actions[position].timestamp + windows[type]
  }

  /// The latest action at or before `time` that expects the type.
  func latest(expecting type: OutcomeType, atOrBefore time: Timestamp) -> Int? {
    let candidates = expecting[type]
    let end = candidates.partitioningIndex { actions[$0].timestamp > time }
    return end > 0 ? candidates[end - 1] : nil
  }

  /// The actions, of any type, that a deal.stage at `time` falls into the deal_progression window of.
  func positions(withinDealWindowOf time: Timestamp) -> Range<Int> {
    let start = actions.firstIndex(atOrAfter: time - windows[.dealProgression])
    return start..<actions.firstIndex(after: time)
  }

  /// The actions that expect one of the types with `time` in its window; ascending.
  func positions(expectingOneOf types: [OutcomeType], withInWindow time: Timestamp) -> [Int] {
    var merged: [Int] = []
    for type in types {
      let candidates = expecting[type]
      let start = candidates.partitioningIndex { windowExpiry(of: $0, type: type) >= time }
      let end = candidates.partitioningIndex { actions[$0].timestamp > time }
      guard start < end else { continue }
      merged = merged.isEmpty ? Array(candidates[start..<end]) : Self.union(merged, candidates[start..<end])
    }
    return merged
  }

  /// Of these ascending positions, the actions that expect one of the types with `time` in its window.
  func positions(
    among candidates: [Int],
    expectingOneOf types: [OutcomeType],
    withInWindow time: Timestamp
  ) -> [Int] {
    let end = candidates.partitioningIndex { actions[$0].timestamp > time }
    // Bisected as well: one name can be carried by every action of years.
    let start = candidates[..<end].partitioningIndex { position in
      types.contains { time <= windowExpiry(of: position, type: $0) }
    }
    return candidates[start..<end].filter { position in
      types.contains { type in
        time <= windowExpiry(of: position, type: type) && actions[position].outcomeTypes.contains(type)
      }
    }
  }

  /// Merges two ascending lists, each position once.
  private static func union(_ left: [Int], _ right: ArraySlice<Int>) -> [Int] {
    var merged: [Int] = []
    merged.reserveCapacity(left.count + right.count)
    var (i, j) = (left.startIndex, right.startIndex)
    while i < left.endIndex && j < right.endIndex {
      merged.append(min(left[i], right[j]))
      let (stepLeft, stepRight) = (left[i] <= right[j], right[j] <= left[i])
      if stepLeft { i += 1 }
      if stepRight { j += 1 }
    }
    merged += left[i...]
    merged += right[j...]
    return merged
  }
}
