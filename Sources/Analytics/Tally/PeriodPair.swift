/// A period and the one before it, of one scope.
struct PeriodPair: Sendable {
  let current: PeriodTally
  let previous: PeriodTally
}
