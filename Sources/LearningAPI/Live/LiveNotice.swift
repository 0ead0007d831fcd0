import EventModel
import Logging
import RedisClient
import Rollups

/// What the API tells those who follow a tenant, beside what the fleet tells of its roll-ups.
enum LiveNotice: String {
  /// Somebody rated, or took a rating back.
  case feedback
  /// Somebody decided on a correction of the agent.
  case corrections
}

extension APIServices {
  /// Tells whoever follows the tenant. Best effort: nothing waits for it, and what it is about is recorded already.
  /// - Parameter rep: whose action it is about; `nil` where it is nobody's alone.
  func tell(_ notice: LiveNotice, of tenant: TenantID, rep: String?, now: Timestamp) async {
    let message = MetricUpdate.message(
      id: MetricUpdate.id(milliseconds: now.microseconds / 1000, discriminator: .random(in: .min ... .max)),
      time: now,
      changes: [.object(["metric": .string(notice.rawValue), "rep_id": .text(rep)])]
    )
    do {
      _ = try await redis.send(
        Publish(channel: AnalyticsChannel.name(of: tenant), message: JSONWriter.compact(message))
      )
    } catch {
      logger.debug("not told", metadata: ["notice": "\(notice.rawValue)", "error": "\(error)"])
    }
  }
}
