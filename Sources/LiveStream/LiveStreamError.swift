/// Why nobody listens. Nothing of a ticket or a principal is in it.
public struct LiveStreamError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, CaseIterable, Sendable {
    /// The process has as many listeners as it takes.
    case tooManyListeners = "too_many_listeners"
    /// The principal has as many listeners as one may have.
    case tooManyListenersOfPrincipal = "too_many_listeners_of_principal"
    /// The process is about to end.
    case shuttingDown = "shutting_down"
    /// The principal's token has expired.
    case tokenExpired = "token_expired"
    /// The ticket was used, has expired, or never was one: it can't be told which.
    case ticketRefused = "ticket_refused"
    /// Tickets can't be read or written at present.
    case ticketsUnavailable = "tickets_unavailable"
  }

  public let code: Code
  /// A sentence: what is wrong and what to do.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Whether the same request may succeed later without anybody changing it.
  public var isRetriable: Bool {
    switch code {
    case .tooManyListeners, .tooManyListenersOfPrincipal, .shuttingDown, .ticketsUnavailable: true
    case .tokenExpired, .ticketRefused: false
    }
  }

  public var description: String { message }
}

extension LiveStreamError {
  static let tooManyListeners = LiveStreamError(
    .tooManyListeners,
    "The server has as many live streams as it takes; try again later."
  )
  static let tooManyListenersOfPrincipal = LiveStreamError(
    .tooManyListenersOfPrincipal,
    "You have as many live streams open as one may have; close one of them."
  )
  static let shuttingDown = LiveStreamError(.shuttingDown, "The server is about to restart; connect again.")
  static let tokenExpired = LiveStreamError(.tokenExpired, "The token has expired; get a new one.")
  static let ticketRefused = LiveStreamError(
    .ticketRefused,
    "The ticket was used, has expired, or is none; get a new one."
  )
}
