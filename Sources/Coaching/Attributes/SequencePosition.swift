/// Which touch of its conversation an action is, counted from 1 in the order of time. The raw value is the lowest
/// number.
public enum SequencePosition: Int, Hashable, Sendable, CaseIterable {
  case first = 1
  case second = 2
  case third = 3
  case fourth = 4
  case fifth = 5
  case sixthToTenth = 6
  case afterTheTenth = 11

  /// - Parameter number: of the touch, from 1.
  public init(of number: Int) {
    precondition(number >= 1, "touches are counted from 1")
    self =
      switch number {
      case 1: .first
      case 2: .second
      case 3: .third
      case 4: .fourth
      case 5: .fifth
      case 6...10: .sixthToTenth
      default: .afterTheTenth
      }
  }
}
