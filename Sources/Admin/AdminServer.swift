import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
public import Settings
import Synchronization
public import Telemetry

/// Serves `/livez`, `/readyz` and `/metrics` beside a process's work, on a thread of its own.
///
/// It never holds up the work: answers come from what is known, connections and their idle time are bounded, and a shutdown
/// doesn't wait for a client.
public final class AdminServer: Service {
  /// Connections at once; more wait until one is closed.
  static let connectionCountMax = 128
  /// After so long without a request, or within an unfinished one, a connection is closed.
  static let idleTimeout: TimeAmount = .seconds(30)
  /// Bytes of a request's header lines.
  static let headerSizeMax = 16 * 1024
  /// The wait before a port is opened again that was lost while it was open.
  private static let reopeningPause: Duration = .seconds(1)

  /// What a shutdown leaves a client to receive its answer.
  private static let farewell: Duration = .seconds(1)
  /// It lives as long as the process: a server that ends still has something to do on it after it has ended.
  private static let thread = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  private let listen: ListenAddress
  private let responder: AdminResponder
  private let logger: Logger
  private let bound = Mutex<ListenAddress?>(nil)

  public init(listen: ListenAddress, health: HealthBoard, metrics: PrometheusRegistry, logger: Logger) {
    self.listen = listen
    self.logger = logger
    responder = AdminResponder(health: health, metrics: metrics)
  }

  /// Where it listens, with the port that was chosen; `nil` before that.
  public var address: ListenAddress? { bound.withLock { $0 } }

  /// Serves until a graceful shutdown, or until the task is cancelled.
  /// - Throws: ``AdminError`` where the address can't be listened on from the start.
  public func run() async throws {
    while !Task.isShuttingDownGracefully && !Task.isCancelled {
      do {
        try await serve()
        if Task.isShuttingDownGracefully || Task.isCancelled { return }
        logger.warning("admin port lost")
      } catch {
        if Task.isShuttingDownGracefully || error is CancellationError { return }
        guard address != nil else { throw failure(error) }
        logger.warning("admin port not opened again", metadata: ["error": "\(error)"])
      }
      // Something took the port while it was open, such as a lack of file descriptors. The work goes on without it.
      try await pause()
    }
  }

  /// Serves until the port is lost or a shutdown has ended. A client that doesn't go within a moment has its connection
  /// closed under it.
  private func serve() async throws {
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await self.makeServer().run() }
      tasks.addTask {
        try await gracefulShutdown()
        try await Task.sleep(for: Self.farewell)
      }
      try await tasks.next()
      tasks.cancelAll()
    }
  }

  private func pause() async throws {
    try await cancelWhenGracefulShutdown {
      do {
        try await Task.sleep(for: Self.reopeningPause)
      } catch is CancellationError {
        // Woken: the loop looks at why.
      }
    }
  }

  private func makeServer() -> Server<HTTP1Channel> {
    var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
    decoder.maxHeaderListSize = Self.headerSizeMax
    decoder.maxHeaderFieldSize = Self.headerSizeMax
    // Hummingbird tells at info what `opened` tells better.
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    let address = address ?? listen
    return Server(
      childChannelSetup: HTTP1Channel(
        responder: respond,
        configuration: .init(idleTimeout: Self.idleTimeout, httpDecoderConfiguration: decoder)
      ),
      configuration: ServerConfiguration(
        address: .hostname(address.host, port: Int(address.port)),
        availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionCountMax, logger: quiet)
      ),
      onServerRunning: { [self] channel in opened(channel) },
      eventLoopGroup: Self.thread,
      logger: quiet
    )
  }

  private func opened(_ channel: any Channel) {
    let port = channel.localAddress?.port.flatMap(UInt16.init) ?? listen.port
    let address = ListenAddress(host: listen.host, port: port)
    bound.withLock { $0 = address }
    logger.notice("admin port open", metadata: ["address": "\(address)"])
  }

  @Sendable private func respond(
    to request: Request,
    _ writer: consuming ResponseWriter,
    _ channel: any Channel
  ) async throws {
    let answer = try responder.answer(request.method, request.head.path ?? "")
    var fields = HTTPFields()
    fields[.contentType] = answer.contentType
    fields[.contentLength] = "\(answer.body.utf8.count)"
    fields[.cacheControl] = "no-store"
    let head = HTTPResponse(status: answer.status, headerFields: fields)
    if request.method == .head { return try await writer.writeResponse(head) }
    try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
  }

  private func failure(_ error: any Error) -> AdminError {
    let cause =
      switch error {
      case let error as IOError where error.errnoCode == EADDRINUSE: "the port is taken"
      case let error as IOError: error.description
      default: "\(error)"
      }
    return AdminError(
      description:
        "RECKONER_ADMIN_LISTEN: can't listen on \(listen): \(cause); choose another address or port, or port 0 "
        + "for any free one"
    )
  }
}
