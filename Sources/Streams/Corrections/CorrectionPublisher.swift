public import RedisClient

/// Writes what agents read before they act.
public struct CorrectionPublisher: Sendable {
  private let redis: RedisConnection

  public init(redis: RedisConnection) {
    self.redis = redis
  }

  /// Key: the hash. Arguments: the revision, then names and values. A writer that was held up doesn't put an older
  /// revision in the place of a newer one. A map that is withdrawn goes.
  private static let script = RedisScript(
    source: """
      local known = tonumber(redis.call('HGET', KEYS[1], 'revision') or '0') or 0
      if known > tonumber(ARGV[1]) then return 0 end
      redis.call('HDEL', KEYS[1], 'recalibration_map', 'recalibration_map_version')
      redis.call('HSET', KEYS[1], 'revision', ARGV[1], unpack(ARGV, 2))
      return 1
      """
  )

  /// Writes all of them in one round trip.
  /// - Returns: for each, why it was refused; `nil` where Redis has it, or a newer one.
  /// - Throws: where the connection was lost; what was written by then is open.
  public func offer(_ corrections: [PublishedCorrection]) async throws(RedisError) -> [RedisError?] {
    let inputs = corrections.map { correction in
      RedisConnection.ScriptInput(
        keys: [correction.key],
        arguments: [Array(String(correction.revision).utf8)]
          + correction.fields.flatMap { [Array($0.name.utf8), Array($0.value.utf8)] }
      )
    }
    return try await redis.evaluate(Self.script, each: inputs).map { result in
      switch result {
      case .success: nil
      case .failure(let error): error
      }
    }
  }
}
