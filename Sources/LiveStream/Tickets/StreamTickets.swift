public import EventModel
public import RedisClient

/// Issues and takes the tickets of streams: a browser's `EventSource` sends no header for a token, and an address with a token
/// in it ends up in logs.
///
/// They are kept in Redis, so that any process takes what another one issued; of several takers exactly one succeeds.
public struct StreamTickets: Sendable {
  /// How long a ticket waits for its use.
  public static let lifetime: Duration = .seconds(30)

  private let redis: RedisConnection
  private let lifetime: Duration
  private let makeSecret: @Sendable () -> [UInt8]

  /// - Parameters:
  ///   - lifetime: more than zero.
  ///   - makeSecret: gives ``StreamTicket/secretByteCount`` bytes that nobody can guess; by default the system's.
  public init(
    redis: RedisConnection,
    lifetime: Duration = Self.lifetime,
    makeSecret: @escaping @Sendable () -> [UInt8] = Self.systemSecret
  ) {
    precondition(lifetime > .zero, "a ticket has a lifetime")
    self.redis = redis
    self.lifetime = lifetime
    self.makeSecret = makeSecret
  }

  /// Writes a ticket for somebody.
  /// - Returns: the text that opens a stream once.
  /// - Throws: ``LiveStreamError/Code/tokenExpired``, ``LiveStreamError/Code/ticketsUnavailable``.
  public func issue(for principal: StreamPrincipal, now: Timestamp) async throws(LiveStreamError) -> String {
    guard principal.tokenExpiresAt > now else { throw .tokenExpired }
    let ticket = StreamTicket(tenantID: principal.tenantID, secret: makeSecret())
    let command = StringSet(key: ticket.key, value: principal.json, expiry: lifetime, condition: .keyIsMissing)
    let isWritten: Bool
    do throws(RedisError) {
      isWritten = try await redis.send(command)
    } catch {
      throw .ticketsUnavailable(error)
    }
    // Chance alone doesn't do this in the life of the universe: a ticket that somebody else holds is never given out.
    guard isWritten else {
      throw LiveStreamError(.ticketsUnavailable, "The source of secrets repeats itself; no ticket was issued.")
    }
    return ticket.text
  }

  /// Takes a ticket, which is used by it.
  ///
  /// Where Redis is lost meanwhile, it is open whether the ticket is used; the client gets a new one.
  /// - Throws: ``LiveStreamError/Code/ticketRefused``, ``LiveStreamError/Code/tokenExpired``,
  ///   ``LiveStreamError/Code/ticketsUnavailable``.
  public func take(_ text: String, now: Timestamp) async throws(LiveStreamError) -> StreamPrincipal {
    guard let ticket = StreamTicket(text: text) else { throw .ticketRefused }
    let value: [UInt8]?
    do throws(RedisError) {
      value = try await redis.send(StringGetDelete(key: ticket.key))
    } catch {
      throw .ticketsUnavailable(error)
    }
    guard let value, let principal = StreamPrincipal(json: value), principal.tenantID == ticket.tenantID else {
      throw .ticketRefused
    }
    guard principal.tokenExpiresAt > now else { throw .tokenExpired }
    return principal
  }

  /// Of the kernel's random numbers.
  @Sendable public static func systemSecret() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<StreamTicket.secretByteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}

extension LiveStreamError {
  fileprivate static func ticketsUnavailable(_ error: RedisError) -> LiveStreamError {
    LiveStreamError(.ticketsUnavailable, "Tickets can't be read or written at present: \(error.message).")
  }
}
