/// Where a known number of tasks wait for each other.
actor Meeting {
  private let count: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var arrivedCount = 0

  init(of count: Int) {
    self.count = count
  }

  /// Returns when all have come; whoever comes later doesn't wait.
  func arrive() async {
    arrivedCount += 1
    if arrivedCount < count {
      await withCheckedContinuation { waiting.append($0) }
    } else {
      for continuation in waiting { continuation.resume() }
      waiting = []
    }
  }
}
