public import EventModel
import Resolution

/// How a write of one conversion changes what it gives to one action.
public struct CreditDifference: Hashable, Sendable {
  public let signalEventID: EventID
  public let actionEventID: EventID
  /// The action's credit before, in 0...1,000,000; `nil` where it was no touch.
  public let formerMicros: Int32?
  /// The action's credit now; `nil` where it is no touch any more.
  public let micros: Int32?

  /// The touches of a signal whose credit differs, in the order of the touches: equal changes are written alike.
  static func all(of signal: EventID, from former: [Conversion.Touch], to current: [Conversion.Touch])
    -> [CreditDifference]
  {
    var left = Dictionary(
      former.map { ($0.actionEventID, $0.creditMicros) },
      uniquingKeysWith: { first, _ in first }
    )
    var differences: [CreditDifference] = []
    differences.reserveCapacity(current.count)
    func note(_ action: EventID, _ formerMicros: Int32?, _ micros: Int32?) {
      differences.append(
        CreditDifference(signalEventID: signal, actionEventID: action, formerMicros: formerMicros, micros: micros)
      )
    }
    for touch in current {
      let formerMicros = left.removeValue(forKey: touch.actionEventID)
      if formerMicros != touch.creditMicros { note(touch.actionEventID, formerMicros, touch.creditMicros) }
    }
    for touch in former where left[touch.actionEventID] != nil { note(touch.actionEventID, touch.creditMicros, nil) }
    return differences
  }
}
