import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server of this machine that answers as it is told, and remembers what it was sent.
public final class HTTPSink: Sendable {
  public enum Answer: Sendable {
    case status(Int, [String: String] = [:])
    /// It never answers.
    case hang
    /// It closes the connection instead.
    case close
  }

  public struct Request: Sendable {
    public let path: String
    public let body: String
    private let fields: [String: String]

    init(_ head: HTTPRequestHead, body: String) {
      path = head.uri
      self.body = body
      fields = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    }

    /// A field of the head, by its name in any case.
    public func field(_ name: String) -> String? { fields[name.lowercased()] }
  }

  private struct State {
    var answers: [String: [Answer]] = [:]
    var requests: [Request] = []
  }

  private let state = Mutex(State())
  private let channel = Mutex<(any Channel)?>(nil)

  private init() {}

  /// Listens on a port of its own.
  public static func start() async throws -> HTTPSink {
    let sink = HTTPSink()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(HTTPSinkHandler(sink: sink))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    sink.channel.withLock { $0 = channel }
    return sink
  }

  public var port: Int { channel.withLock { $0?.localAddress?.port } ?? 0 }

  /// The address of a path.
  public func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// What a path answers, one after the other, and the last one from then on; 200 where nothing is said.
  public func answer(_ path: String, _ answers: Answer...) {
    state.withLock { $0.answers[path] = answers }
  }

  /// What was sent, in order.
  public var requests: [Request] { state.withLock(\.requests) }

  public func requests(to path: String) -> [Request] { requests.filter { $0.path == path } }

  public func stop() async throws {
    try await channel.withLock { $0 }?.close()
  }

  fileprivate func take(_ request: Request) -> Answer {
    state.withLock { state in
      state.requests.append(request)
      guard let answers = state.answers[request.path], let first = answers.first else { return .status(200) }
      if answers.count > 1 { state.answers[request.path]?.removeFirst() }
      return first
    }
  }
}

private final class HTTPSinkHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let sink: HTTPSink
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(sink: HTTPSink) {
    self.sink = sink
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(var part): body.writeBuffer(&part)
    case .end:
      guard let head else { return }
      switch sink.take(HTTPSink.Request(head, body: String(buffer: body))) {
      case .status(let code, let fields): answer(code, fields, context: context)
      case .hang: break
      case .close: context.close(promise: nil)
      }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answer(_ code: Int, _ fields: [String: String], context: ChannelHandlerContext) {
    let text = ByteBuffer(string: "an answer that nobody reads")
    var headers = HTTPHeaders(fields.map { ($0.key, $0.value) })
    headers.add(name: "Content-Length", value: "\(text.readableBytes)")
    let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: code), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(text))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
