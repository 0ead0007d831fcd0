/// Who had which part in many conversions, by groups of touches, under one model. Its memory is bounded by the groups.
public struct AttributionSummary: Hashable, Sendable {
  /// What a group is credited with.
  public struct Line: Hashable, Sendable {
    /// `nil`: the touches that name no such thing.
    public let group: String?
    public let won: CreditSum
    public let lost: CreditSum
    /// Distinct actions of the group that are a touch of any conversion.
    public let actionCount: Int64
    /// The part of all that was won, in [0, 1]; `nil` where nothing was.
    public let wonShare: Double?
    /// The part of all that was lost; `nil` where nothing was.
    public let lostShare: Double?
  }

  private struct Sums: Hashable {
    var won = CreditSum()
    var lost = CreditSum()
    var actionCount: Int64 = 0
  }

  private var sums: [String?: Sums] = [:]

  public init() {}

  public mutating func add(_ conversion: CreditedConversion) {
    for (group, credit) in zip(conversion.groups, conversion.credits) {
      if conversion.isWon {
        sums[group, default: Sums()].won.add(credit, of: conversion)
      } else {
        sums[group, default: Sums()].lost.add(credit, of: conversion)
      }
    }
  }

  /// Counts actions that are touches of conversions in the group, each once.
  public mutating func addActions(_ count: Int, in group: String?) {
    sums[group, default: Sums()].actionCount += Int64(count)
  }

  public var won: CreditSum { sums.values.reduce(into: CreditSum()) { $0 += $1.won } }
  public var lost: CreditSum { sums.values.reduce(into: CreditSum()) { $0 += $1.lost } }

  /// In the order of the groups' names; the touches without one come last.
  public var lines: [Line] {
    let (won, lost) = (won.conversionCount, lost.conversionCount)
    return sums.map { group, sums in
      Line(
        group: group,
        won: sums.won,
        lost: sums.lost,
        actionCount: sums.actionCount,
        wonShare: won > 0 ? sums.won.conversionCount / won : nil,
        lostShare: lost > 0 ? sums.lost.conversionCount / lost : nil
      )
    }.sorted { left, right in
      guard let first = left.group, let second = right.group else { return left.group != nil && right.group == nil }
      return first.utf8.lexicographicallyPrecedes(second.utf8)
    }
  }
}
