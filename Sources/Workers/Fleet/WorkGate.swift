/// Lets many work at once, or one alone: an entry that is suspected of killing its process is handled while everything
/// else in the process rests, so that a death has one cause.
///
/// Whoever waits to be alone keeps later ones out. Work is bounded, and so are the waits for it: a wait isn't ended by
/// cancellation.
actor WorkGate {
  private var workingCount = 0
  private var isAlone = false
  private var waitingAlone: [CheckedContinuation<Void, Never>] = []
  private var waitingTogether: [CheckedContinuation<Void, Never>] = []

  /// Works beside others.
  nonisolated func together<Value>(_ work: () async throws -> Value) async rethrows -> Value {
    await enterTogether()
    do {
      let value = try await work()
      await leaveTogether()
      return value
    } catch {
      await leaveTogether()
      throw error
    }
  }

  /// Works while nobody else does.
  nonisolated func alone<Value>(_ work: () async throws -> Value) async rethrows -> Value {
    await enterAlone()
    do {
      let value = try await work()
      await leaveAlone()
      return value
    } catch {
      await leaveAlone()
      throw error
    }
  }

  private func enterTogether() async {
    if isAlone || !waitingAlone.isEmpty {
      // Whoever wakes us has counted us.
      await withCheckedContinuation { waitingTogether.append($0) }
    } else {
      workingCount += 1
    }
  }

  private func leaveTogether() {
    workingCount -= 1
    if workingCount == 0 { admitAlone() }
  }

  private func enterAlone() async {
    if isAlone || workingCount > 0 {
      await withCheckedContinuation { waitingAlone.append($0) }
    } else {
      isAlone = true
    }
  }

  /// Those who rested come first, so that one suspect after the other doesn't keep them out for ever.
  private func leaveAlone() {
    isAlone = false
    if waitingTogether.isEmpty { return admitAlone() }
    workingCount += waitingTogether.count
    for continuation in waitingTogether { continuation.resume() }
    waitingTogether = []
  }

  private func admitAlone() {
    guard !waitingAlone.isEmpty else { return }
    isAlone = true
    waitingAlone.removeFirst().resume()
  }
}
