/// What happens to a subscription.
public enum RedisSubscriptionEvent: Hashable, Sendable {
  /// All topics are subscribed, over a new connection: 1 for the first, and greater after each loss. What was published
  /// before, since the last message, is missed.
  case subscribed(generation: UInt64)
  case message(RedisMessage)
  /// The connection was lost, or an attempt to make one failed; the next attempt follows by itself after the back-off.
  /// One event for each failed attempt.
  case lost(RedisError)
}
