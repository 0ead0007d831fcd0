/// A number of places, taken and left; who finds none waits in line.
public actor Places {
  private var free: Int
  private var line: [CheckedContinuation<Void, Never>] = []

  public init(_ count: Int) {
    free = count
  }

  /// Runs `body` in a place.
  public nonisolated(nonsending) func with<Value>(_ body: () async throws -> Value) async throws -> Value {
    await take()
    do {
      let value = try await body()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { line.append($0) }
    }
  }

  private func leave() {
    if line.isEmpty {
      free += 1
    } else {
      line.removeFirst().resume()
    }
  }
}
