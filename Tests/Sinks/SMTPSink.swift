import NIOCore
import NIOPosix
import Synchronization

/// A real SMTP server of this machine (RFC 5321, without extensions) that takes mail as it is told, and remembers it.
public final class SMTPSink: Sendable {
  /// How one connection goes.
  public enum Conduct: Sendable {
    case accept
    /// The answer to the first recipient.
    case answerRecipient(Int)
    /// The answer to the whole mail.
    case answerData(Int)
    /// It greets nobody.
    case hang
    /// It closes the connection instead of the answer to the whole mail, which it has taken.
    case closeAfterData
  }

  public struct Mail: Sendable {
    public let sender: String
    public let recipients: [String]
    /// With CR LF, without the dots of the protocol.
    public let text: String

    /// The value of a header that isn't folded.
    public func header(_ name: String) -> String? {
      text.split(separator: "\r\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        .first { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
    }
  }

  private struct State {
    var conducts: [Conduct] = []
    var mails: [Mail] = []
    var connectionCount = 0
  }

  private let state = Mutex(State())
  private let channel = Mutex<(any Channel)?>(nil)

  private init() {}

  /// Listens on a port of its own.
  public static func start() async throws -> SMTPSink {
    let sink = SMTPSink()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SMTPSinkHandler(sink: sink))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    sink.channel.withLock { $0 = channel }
    return sink
  }

  public var port: Int { channel.withLock { $0?.localAddress?.port } ?? 0 }

  public var url: String { "smtp://127.0.0.1:\(port)" }

  /// How the next connections go, one after the other, and the last one from then on.
  public func conduct(_ conducts: Conduct...) {
    state.withLock { $0.conducts = conducts }
  }

  /// What was taken, in order; that whose answer was lost too.
  public var mails: [Mail] { state.withLock(\.mails) }

  public var connectionCount: Int { state.withLock(\.connectionCount) }

  public func stop() async throws {
    try await channel.withLock { $0 }?.close()
  }

  fileprivate func open() -> Conduct {
    state.withLock { state in
      state.connectionCount += 1
      guard let first = state.conducts.first else { return .accept }
      if state.conducts.count > 1 { state.conducts.removeFirst() }
      return first
    }
  }

  fileprivate func take(_ mail: Mail) {
    state.withLock { $0.mails.append(mail) }
  }
}

private final class SMTPSinkHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let sink: SMTPSink
  private var conduct = SMTPSink.Conduct.accept
  private var input = ""
  private var sender = ""
  private var recipients: [String] = []
  private var data: [String]?

  init(sink: SMTPSink) {
    self.sink = sink
  }

  func channelActive(context: ChannelHandlerContext) {
    conduct = sink.open()
    if case .hang = conduct { return }
    say("220 sink", context)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    input += String(buffer: unwrapInboundIn(data))
    while let end = input.firstRange(of: "\r\n") {
      let line = String(input[..<end.lowerBound])
      input.removeSubrange(..<end.upperBound)
      if takeData(line, context) { continue }
      command(line, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// Takes a line of a mail; `false` where none is being sent.
  private func takeData(_ line: String, _ context: ChannelHandlerContext) -> Bool {
    guard let lines = data else { return false }
    if line != "." {
      data?.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
      return true
    }
    data = nil
    let mail = SMTPSink.Mail(sender: sender, recipients: recipients, text: lines.joined(separator: "\r\n"))
    recipients = []
    switch conduct {
    case .answerData(let code): say("\(code) no", context)
    case .closeAfterData:
      sink.take(mail)
      context.close(promise: nil)
    case .accept, .answerRecipient, .hang:
      sink.take(mail)
      say("250 taken", context)
    }
    return true
  }

  private func command(_ line: String, _ context: ChannelHandlerContext) {
    let word = line.prefix { $0 != " " && $0 != ":" }.uppercased()
    switch word {
    case "EHLO", "HELO": say("250 sink", context)
    case "MAIL":
      sender = Self.address(in: line)
      say("250 fine", context)
    case "RCPT":
      if case .answerRecipient(let code) = conduct { return say("\(code) no", context) }
      recipients.append(Self.address(in: line))
      say("250 fine", context)
    case "DATA":
      data = []
      say("354 go on", context)
    case "QUIT":
      say("221 bye", context)
      context.close(promise: nil)
    case "RSET", "NOOP": say("250 fine", context)
    default: say("502 what", context)
    }
  }

  private func say(_ line: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
  }

  private static func address(in line: String) -> String {
    let start = line.firstIndex(of: "<").map { line.index(after: $0) } ?? line.endIndex
    return String(line[start...].prefix { $0 != ">" })
  }
}
