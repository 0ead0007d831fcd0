import Admin
public import Couriers
public import EventModel
public import Logging
public import Notices
public import PostgresClient
import ServiceLifecycle
import SettingModel
import Store
public import Telemetry

/// Sends what waits to be delivered: several at once, each within the limits of its courier, so that a receiver that is slow
/// or dead delays nobody but itself.
///
/// Whoever dies between sending and saying so leaves a lease behind; after its end the notice is sent again under the same
/// key. On the wire that is at least once; by the key it is once.
public struct DeliverySender: Sendable {
  /// How much is done at once.
  public struct Limits: Sendable {
    /// Attempts in progress at once.
    public var attemptCountMax: Int
    /// Of one tenant's in anybody's hand.
    public var perTenantMax: Int
    /// How long an attempt is its holder's. An attempt, and saying how it went, take less.
    public var lease: TimeInterval
    /// How often something new is looked for.
    public var interval: Duration

    public init(
      attemptCountMax: Int = 8,
      perTenantMax: Int = 2,
      lease: TimeInterval = .seconds(60),
      interval: Duration = .seconds(1)
    ) {
      self.attemptCountMax = attemptCountMax
      self.perTenantMax = perTenantMax
      self.lease = lease
      self.interval = interval
    }
  }

  /// Attempts, by what became of them.
  public struct Work: Hashable, Sendable {
    public var deliveredCount = 0
    public var retriedCount = 0
    public var failedCount = 0
  }

  /// Tries at saying how an attempt went.
  private static let settleCountMax = 3

  private let postgres: PostgresPool
  private let courier: Courier
  private let holder: String
  private let limits: Limits
  private let logger: Logger
  private let metrics: DeliveryMetrics
  private let policy = RetryPolicy.default

  /// - Parameters:
  ///   - holder: who takes deliveries into hand; unique per process instance.
  ///   - courier: closed by ``close()``.
  public init(
    postgres: PostgresPool,
    courier: Courier,
    holder: String,
    limits: Limits = Limits(),
    logger: Logger,
    metrics: PrometheusRegistry
  ) {
    self.postgres = postgres
    self.courier = courier
    self.holder = holder
    self.limits = limits
    self.logger = logger
    self.metrics = DeliveryMetrics(registry: metrics)
  }

  fileprivate enum Step: Sendable {
    case attempted(DeliveryMetrics.Result?)
    case woken
  }

  /// Sends whatever is due by the clock, until nothing is.
  /// - Parameter only: sends this one alone.
  @discardableResult
  public func sendAll(clock: WallClock, only: DeliveryID? = nil) async throws -> Work {
    try await withThrowingTaskGroup(of: Step.self) { group in
      var work = Work()
      var openCount = 0
      while true {
        openCount += try await begin(openCount: openCount, clock: clock, only: only, in: &group)
        guard openCount > 0, let step = try await group.next() else { return work }
        openCount -= 1
        work.note(step)
      }
    }
  }

  /// Sends what becomes due until a graceful shutdown; what was begun is finished.
  func sendForever(clock: WallClock) async throws {
    try await withThrowingTaskGroup(of: Step.self) { group in
      var faultPause = FaultPause(logger: logger)
      var openCount = 0
      var isPausing = false
      while true {
        Pulse.beat()
        do {
          openCount += try await begin(openCount: openCount, clock: clock, only: nil, in: &group)
          faultPause.reset()
        } catch {
          if FaultKind(error) == .cancellation { throw error }
          try await faultPause.wait(after: error, "deliveries interrupted")
        }
        if Task.isShuttingDownGracefully, openCount == 0 { return }
        if !isPausing {
          isPausing = true
          group.addTask {
            try await Pause.wait(limits.interval)
            return .woken
          }
        }
        switch try await group.next() {
        case .woken?: isPausing = false
        case .attempted?: openCount -= 1
        case nil: return
        }
      }
    }
  }

  /// Closes the courier's connections.
  public func close() async {
    await courier.close()
  }

  /// Takes as many into hand as there is room for.
  /// - Returns: how many.
  private func begin(
    openCount: Int,
    clock: WallClock,
    only: DeliveryID?,
    in group: inout ThrowingTaskGroup<Step, any Error>
  ) async throws -> Int {
    let room = limits.attemptCountMax - openCount
    if room <= 0 || Task.isShuttingDownGracefully { return 0 }
    let now = clock.now
    let claimed = try await postgres.send(
      ClaimDeliveries(
        by: holder,
        countMax: room,
        perTenantMax: limits.perTenantMax,
        until: now + limits.lease,
        now: now,
        only: only
      )
    )
    for delivery in claimed {
      group.addTask { .attempted(await attempt(delivery, clock: clock)) }
    }
    return claimed.count
  }

  /// One attempt, and how it went; `nil` where that could not be said, which leaves the delivery to whoever takes it over.
  private func attempt(_ delivery: ClaimDeliveries.Row, clock: WallClock) async -> DeliveryMetrics.Result? {
    Pulse.beat()
    var kind: ChannelKind?
    let failure: DeliveryFailure?
    do {
      let channel = try await channel(of: delivery)
      kind = channel.kind
      let parcel = Parcel(delivery.id, of: delivery.tenantID, through: channel, notice: try notice(of: delivery))
      try await courier.deliver(parcel, at: clock.now)
      failure = nil
    } catch let error as DeliveryFailure {
      failure = error
    } catch {
      logger.warning("delivery not begun", metadata: metadata(of: delivery, ["error": "\(error)"]))
      return nil
    }
    // Of a cancelled attempt nobody knows whether it arrived.
    if failure != nil, Task.isCancelled { return nil }
    Pulse.beat()
    let ending = ending(of: delivery, after: failure, at: clock.now)
    guard await settle(delivery, ending, at: clock.now) else { return nil }
    if let failure {
      logger.warning("notice not delivered", metadata: metadata(of: delivery, ["reason": "\(failure)"]))
    }
    // A channel that isn't there any more is of no kind.
    if let kind { metrics.attempts(kind, ending.result).increment() }
    return ending.result
  }

  private func channel(of delivery: ClaimDeliveries.Row) async throws -> Channel {
    if delivery.attemptCount > policy.attemptCountMax {
      throw DeliveryFailure.permanent("Every attempt was cut off: whoever made one ended before it did.")
    }
    let rows = try await postgres.send(LoadSettings([delivery.tenantID]))
    let channels: Channels
    do throws(SettingError) {
      channels = try Channels(settings: Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    } catch {
      throw DeliveryFailure.permanent("The tenant's channels can't be read: \(error)")
    }
    guard let channel = channels[delivery.channel] else {
      throw DeliveryFailure.permanent("The tenant has no channel \(delivery.channel) any more.")
    }
    return channel
  }

  private func notice(of delivery: ClaimDeliveries.Row) throws(DeliveryFailure) -> Notice {
    guard let notice = Notice(text: delivery.notice) else {
      throw .permanent("The notice can't be read: a newer program wrote it.")
    }
    return notice
  }

  private func ending(
    of delivery: ClaimDeliveries.Row,
    after failure: DeliveryFailure?,
    at now: Timestamp
  ) -> SettleDelivery.Ending {
    guard let failure else { return .delivered }
    let next = policy.nextAttempt(
      of: delivery.id,
      after: failure,
      attemptCount: delivery.attemptCount,
      firstAttemptAt: delivery.firstAttemptAt,
      failedAt: now
    )
    return next.map { .retried(at: $0, reason: failure.reason) } ?? .failed(reason: failure.reason)
  }

  /// - Returns: whether it was ours to say, and the database has it.
  private func settle(_ delivery: ClaimDeliveries.Row, _ ending: SettleDelivery.Ending, at now: Timestamp) async -> Bool
  {
    let settlement = SettleDelivery(delivery.id, of: delivery.tenantID, epoch: delivery.epoch, ending, now: now)
    for attempt in 1...Self.settleCountMax {
      do {
        if try await postgres.send(settlement) == [true] { return true }
        logger.warning("delivery taken over", metadata: metadata(of: delivery, [:]))
        return false
      } catch {
        logger.warning("delivery not settled", metadata: metadata(of: delivery, ["error": "\(error)"]))
        if attempt == Self.settleCountMax || FaultKind(error) == .cancellation { return false }
      }
    }
    return false
  }

  private func metadata(of delivery: ClaimDeliveries.Row, _ further: Logger.Metadata) -> Logger.Metadata {
    let own: Logger.Metadata = [
      "tenant": "\(delivery.tenantID)", "delivery": "\(delivery.id)", "channel": "\(delivery.channel)",
      "attempt": "\(delivery.attemptCount)",
    ]
    return own.merging(further) { $1 }
  }
}

extension SettleDelivery.Ending {
  fileprivate var result: DeliveryMetrics.Result {
    switch self {
    case .delivered: .delivered
    case .retried: .retried
    case .failed: .failed
    }
  }
}

extension DeliverySender.Work {
  fileprivate mutating func note(_ step: DeliverySender.Step) {
    switch step {
    case .attempted(.delivered?): deliveredCount += 1
    case .attempted(.retried?): retriedCount += 1
    case .attempted(.failed?): failedCount += 1
    case .attempted(nil), .woken: break
    }
  }
}
