import AsyncHTTPClient
import EventModel
import NIOCore
import NIOHTTP1
import NIOPosix
import Notices

/// Sends requests to webhooks. It follows no redirection, and reads of an answer its head alone: what a stranger's server
/// says beyond its status is nobody's business here.
struct WebhookCourier: Sendable {
  private static let idleTime = TimeAmount.seconds(30)

  private let client: HTTPClient
  private let limit: TimeAmount

  init(limits: CourierLimits) {
    limit = .milliseconds(limits.webhook.milliseconds)
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: .milliseconds(limits.connecting.milliseconds), read: limit)
    )
    configuration.connectionPool.idleTimeout = Self.idleTime
    // A refused connection is an answer: the delivery comes again by its own schedule.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func send(_ message: WebhookRequest, to address: WebhookAddress, at now: Timestamp) async throws(DeliveryFailure) {
    var request = HTTPClientRequest(url: address.secretText)
    request.method = .POST
    request.headers = HTTPHeaders(message.headers.map { ($0.name, $0.value) })
    request.body = .bytes(ByteBuffer(bytes: message.body))
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, timeout: limit)
    } catch {
      throw Self.failure(error, host: address.host)
    }
    let retryAfter = response.headers.first(name: "Retry-After")
    if let failure = DeliveryFailure(
      status: Int(response.status.code),
      from: address.host,
      retryAfter: retryAfter,
      now: now
    ) {
      throw failure
    }
  }

  func close() async {
    do {
      try await client.shutdown()
    } catch {
      // Nothing is in progress, and it is closed only once.
      assertionFailure("the HTTP client was closed twice: \(error)")
    }
  }

  /// No description of an error: one could hold the address.
  private static func failure(_ error: any Error, host: String) -> DeliveryFailure {
    switch error {
    case let error as HTTPClientError where error == .connectTimeout:
      .transient("\(host) can't be reached: it didn't accept a connection in time.")
    case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
      .transient("\(host) didn't answer in time.")
    case let error as HTTPClientError where error == .remoteConnectionClosed:
      .transient("\(host) closed the connection without an answer.")
    case let error as HTTPClientError where error == .cancelled:
      .transient("The attempt was interrupted.")
    case let error as HTTPClientError where error == .invalidURL || error == .emptyHost:
      .permanent("The address of \(host) can't be used; give the channel another one.")
    case is NIOConnectionError, is IOError:
      .transient("\(host) can't be reached: no connection could be made, or it broke.")
    case is CancellationError:
      .transient("The attempt was interrupted.")
    default:
      .transient("The request to \(host) failed: \(type(of: error)).")
    }
  }
}
