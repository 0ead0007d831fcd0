import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
public import Settings
import Store
import Synchronization

/// Serves the API until a graceful shutdown.
///
/// It doesn't begin where the database's role could see more than one tenant: row-level security would be a promise that
/// nobody keeps.
public final class LearningServer: Service {
  /// After so long without a request, or within an unfinished one, a connection is closed.
  private static let idleTimeout: TimeAmount = .seconds(60)
  private static let headerSizeMax = 32 * 1024

  private let services: APIServices
  private let bound = Mutex<ListenAddress?>(nil)

  public init(services: APIServices) {
    self.services = services
  }

  /// Where it listens, with the port that was chosen; `nil` before that.
  public var address: ListenAddress? { bound.withLock { $0 } }

  /// - Throws: ``LearningAPIError`` where the role could bypass isolation, or the address can't be listened on.
  public func run() async throws {
    try await services.checkIsolation()
    let settings = services.settings
    var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
    decoder.maxHeaderListSize = Self.headerSizeMax
    decoder.maxHeaderFieldSize = Self.headerSizeMax
    // Hummingbird tells at info what `opened` tells better.
    var quiet = services.logger
    quiet.logLevel = max(services.logger.logLevel, .warning)
    let application = Application(
      router: LearningAPI(services: services).router(),
      server: .http1(configuration: .init(idleTimeout: Self.idleTimeout, httpDecoderConfiguration: decoder)),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.listen.host, port: Int(settings.listen.port)),
        availableConnectionsDelegate: MaximumAvailableConnections(settings.clientCountMax, logger: quiet)
      ),
      onServerRunning: { [self] channel in opened(channel) },
      logger: quiet
    )
    do {
      try await application.run()
    } catch let error as IOError {
      let cause = error.errnoCode == EADDRINUSE ? "the port is taken" : error.description
      throw LearningAPIError(
        description: "RECKONER_LISTEN: can't listen on \(settings.listen): \(cause); choose another address or port"
      )
    }
  }

  private func opened(_ channel: any Channel) {
    let listen = services.settings.listen
    let port = channel.localAddress?.port.flatMap(UInt16.init) ?? listen.port
    let address = ListenAddress(host: listen.host, port: port)
    bound.withLock { $0 = address }
    services.logger.notice("learning API open", metadata: ["address": "\(address)"])
  }
}

/// The API can't be served as it is set up.
public struct LearningAPIError: Error, CustomStringConvertible {
  /// A sentence that says what, where, and what to do.
  public let description: String
}
