import EventModel

/// A line of a file of paths: a JSON object with `path` and `converted`, and what else is known of it.
///
/// `{"path": ["send_email", "schedule_meeting"], "times": [...], "conversion_time": T, "converted": true, "value": 1,
/// "count": 1, "milestone": 0}`. Null means absent; members that aren't known are passed over.
public struct PathLine: Hashable, Sendable {
  /// The most touches of a path.
  public static let touchCountMax = 10_000

  public let path: ScoredPath
  /// Whether the touches' times are known; else all of them have the same.
  public let hasTimes: Bool
  /// Whether the line says what its paths are worth; else it is 0.
  public let hasValue: Bool
  /// Touches that were after `conversion_time` and so are none.
  public let lateTouchCount: Int

  /// Reads a line.
  ///
  /// Touches are put in the order of their times, equal times in the order of the path. `milestone` is an index into
  /// `path`, from 0. `value` is that of each of the `count` paths.
  public static func parse(_ bytes: [UInt8]) throws(PathLineError) -> PathLine {
    let reader = try PathLineReader(bytes)
    let types = try reader.actionTypes("path", countMax: touchCountMax)
    let times = try reader.times("times", count: types.count)
    let conversionTime = try reader.time("conversion_time")
    let milestone = try reader.integer("milestone", in: 0...Int64(max(types.count, 1) - 1))
    let value = try reader.number("value", in: 0...ScoredPath.valueMax)

    let touches = types.indices.map { index in
      AttributionTouch(time: times?[index] ?? Timestamp(microseconds: 0), actionType: types[index])
    }
    let timely = touches.indices.filter { index in
      guard times != nil, let conversionTime else { return true }
      return touches[index].time <= conversionTime
    }
    let order = timely.sorted { one, other in
      touches[one].time != touches[other].time ? touches[one].time < touches[other].time : one < other
    }
    let path = ScoredPath(
      touches: order.map { touches[$0] },
      milestoneIndex: milestone.flatMap { order.firstIndex(of: Int($0)) },
      isConverted: try reader.flag("converted"),
      count: try reader.integer("count", in: 1...ScoredPath.countTotalMax) ?? 1,
      value: value ?? 0
    )
    return PathLine(
      path: path,
      hasTimes: times != nil,
      hasValue: value != nil,
      lateTouchCount: types.count - timely.count
    )
  }
}
