/// How far an erasure is: whoever ends it at one of these has the next one finish it.
enum ErasureStep: String, CaseIterable, Sendable {
  case receiptOpened
  // In the transaction.
  case resolved
  case rollupsFolded
  case samplesFolded
  case retired
  case rowsRemoved
  // After its commit.
  case tablesErased
  case streamsErased
  case entriesNoted
}
