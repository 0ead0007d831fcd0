import Access
import Feedback
import HTTPTypes
import Hummingbird
import Insight
import LiveStream
import NIOCore
import PostgresClient
import RedisClient

extension Problem {
  /// What a request is told of an error; `nil` for one of ours, which only the log tells.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as AccessError: self.init(.unauthenticated, error.message)
    case let error as FeedbackError: self.init(error)
    case let error as LiveStreamError: self.init(error)
    case let error as InsightError where error.code == .overloaded:
      self.init(.unavailable, "Too many ask for the same at this moment.", retryAfterSeconds: 1)
    case let error as PostgresError: self.init(error)
    case let error as RedisError: self.init(error)
    case let error as HTTPError: self.init(error)
    case is NIOTooManyBytesError: self.init(.bodyTooLarge, "The body is larger than this server takes.")
    case is CancellationError: self.init(.unavailable, "The server is being shut down.", retryAfterSeconds: 1)
    default: return nil
    }
  }

  private init(_ error: FeedbackError) {
    let faults = error.field.map {
      [Fault(place: .pointer("/" + $0.split(separator: ".").joined(separator: "/")), detail: error.message)]
    }
    switch error.code {
    case .malformed, .missingField, .invalidField, .unknownField:
      self.init(.invalidBody, error.message, faults: faults ?? [Fault(place: .pointer(""), detail: error.message)])
    case .tooLarge: self.init(.bodyTooLarge, error.message)
    case .invalidLink: self.init(.notFound, error.message)
    case .expiredLink: self.init(.gone, error.message)
    case .otherPurpose, .otherInteraction: self.init(.invalidRequest, error.message)
    case .invalidSignature, .staleRequest: self.init(.unauthenticated, error.message)
    }
  }

  private init(_ error: LiveStreamError) {
    switch error.code {
    case .tooManyListeners, .tooManyListenersOfPrincipal:
      self.init(.tooManyStreams, error.message, retryAfterSeconds: 30)
    case .shuttingDown: self.init(.unavailable, error.message, retryAfterSeconds: 2)
    case .ticketsUnavailable: self.init(.unavailable, error.message, retryAfterSeconds: 1)
    case .tokenExpired, .ticketRefused: self.init(.unauthenticated, error.message)
    }
  }

  private init?(_ error: PostgresError) {
    switch error.code {
    case .timeout:
      self.init(.tooSlow, "PostgreSQL took too long; ask for a shorter period or with a narrower filter.")
    case .connectionFailed, .connectionLost, .poolExhausted:
      self.init(.unavailable, "PostgreSQL can't be reached at the moment.", retryAfterSeconds: 1)
    case .cancelled:
      self.init(.unavailable, "The request was given up before it was done.", retryAfterSeconds: 1)
    case .server where error.isRetriable:
      self.init(.unavailable, "PostgreSQL can't do it at the moment.", retryAfterSeconds: 1)
    case .server, .configuration, .notAttempted, .encoding, .decoding, .migration: return nil
    }
  }

  private init?(_ error: RedisError) {
    guard error.isRetriable else { return nil }
    self.init(.unavailable, "Redis can't be reached at the moment.", retryAfterSeconds: 1)
  }

  private init?(_ error: HTTPError) {
    switch error.status {
    case .notFound: self.init(.notFound, "There is nothing at this address.")
    case .contentTooLarge: self.init(.bodyTooLarge, "The body is larger than this server takes.")
    case .badRequest: self.init(.invalidRequest, "The request can't be read.")
    default: return nil
    }
  }
}
