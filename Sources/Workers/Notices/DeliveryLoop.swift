import Couriers
import EventModel
import ServiceLifecycle
import Settings

/// Sends deliveries for the life of a process.
struct DeliveryLoop: Service {
  let context: FleetContext
  let sender: DeliverySender

  /// - Parameters:
  ///   - limits: how much is done at once.
  ///   - courier: how long an attempt may take.
  static func loop(
    context: FleetContext,
    limits: DeliverySender.Limits = .init(),
    courier: CourierLimits = CourierLimits()
  ) -> DeliveryLoop {
    DeliveryLoop(
      context: context,
      sender: DeliverySender(
        postgres: context.postgres,
        courier: Courier(settings: context.settings.notices, limits: courier),
        holder: context.instance,
        limits: limits,
        logger: context.logger,
        metrics: context.metrics
      )
    )
  }

  /// Sends what is due as of a time.
  /// - Returns: how many were delivered.
  static func runOnce(context: FleetContext, asOf now: Timestamp) async throws -> Int {
    let loop = loop(context: context)
    do {
      let count = try await loop.sender.sendAll(clock: WallClock { now }).deliveredCount
      await loop.sender.close()
      return count
    } catch {
      await loop.sender.close()
      throw error
    }
  }

  func run() async throws {
    do {
      try await context.watching("deliveries") { try await sender.sendForever(clock: context.clock) }
    } catch {
      await sender.close()
      throw error
    }
    await sender.close()
  }
}
