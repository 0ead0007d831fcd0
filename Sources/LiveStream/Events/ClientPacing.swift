/// How long clients are told to wait. Each is told another time, so that the clients of a process that ends don't all come to
/// the next one at once, and don't all read everything at once where all have to.
enum ClientPacing {
  /// Before connecting again after a connection that broke.
  private static let reconnect: ClosedRange<Double> = 2000...4000
  /// Before connecting again after a restart that was announced.
  private static let restart: ClosedRange<Double> = 1000...10_000
  /// Before reading everything where all listeners of a tenant, or of the process, are told to.
  private static let commonResync: ClosedRange<Double> = 0...2000

  /// - Parameter random: in 0..<1.
  static func reconnectMilliseconds(random: Double) -> Int { milliseconds(within: reconnect, random) }

  /// - Parameter random: in 0..<1.
  static func restartMilliseconds(random: Double) -> Int { milliseconds(within: restart, random) }

  /// - Parameter random: in 0..<1.
  static func resyncMilliseconds(_ reason: ResyncReason, random: Double) -> Int {
    switch reason {
    case .gap, .overflow: 0
    case .reconnected, .truncated: milliseconds(within: commonResync, random)
    }
  }

  private static func milliseconds(within range: ClosedRange<Double>, _ random: Double) -> Int {
    precondition((0..<1).contains(random), "a random number is in 0..<1")
    return Int(range.lowerBound + (range.upperBound - range.lowerBound) * random)
  }
}
