import CHiredis
import Glibc

/// The one owner of a `redisContext`: made here, freed here, never copied.
///
/// The library connects, buffers input and parses. Output goes to the socket without its buffer: that saves a copy, and
/// `MSG_NOSIGNAL` keeps a closed connection from killing the process by `SIGPIPE`, which hiredis's own plain `write` would.
struct HiredisContext: ~Copyable {
  private let pointer: UnsafeMutablePointer<redisContext>

  /// The version of the headers that this was compiled with.
  static var libraryVersion: String { "\(HIREDIS_MAJOR).\(HIREDIS_MINOR).\(HIREDIS_PATCH)" }

  /// Starts to connect without waiting: `redisConnectNonBlock`.
  ///
  /// A non-blocking context has no `REDIS_BLOCK` flag, so that the library takes `EAGAIN` as "nothing yet".
  /// - Parameter address: numeric, so that the library has no name to resolve.
  init(address: String, port: UInt16) throws(RedisError) {
    try self.init(adopting: redisConnectNonBlock(address, Int32(port)))
  }

  /// Connects to a socket of this machine: `redisConnectUnixNonBlock`.
  init(path: String) throws(RedisError) {
    try self.init(adopting: redisConnectUnixNonBlock(path))
  }

  private init(adopting context: UnsafeMutablePointer<redisContext>?) throws(RedisError) {
    guard let context else { throw RedisError(code: .connectionFailed, message: "libhiredis is out of memory") }
    guard context.pointee.err == 0 else {
      // The library returns a context even for a failure, and it must be freed too.
      defer { redisFree(context) }
      throw RedisError(code: .connectionFailed, message: Self.errorText(of: context))
    }
    pointer = context
    // The library doesn't ask for it, and a child process that holds the socket would keep the connection open.
    _ = fcntl(context.pointee.fd, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    redisFree(pointer)
  }

  var descriptor: Int32 { pointer.pointee.fd }

  /// Why the connection attempt failed, once the descriptor is writable: `getsockopt(SO_ERROR)`.
  func checkConnected() throws(RedisError) {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    let result = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    let failure = result == 0 ? code : errno
    if failure != 0 { throw RedisError(code: .connectionFailed, message: Self.text(ofError: failure)) }
  }

  /// `redisEnableKeepAlive`: a peer that vanished without a word is noticed within a minute. Only for TCP.
  func enableKeepAlive() throws(RedisError) {
    guard redisEnableKeepAlive(pointer) == REDIS_OK else {
      throw RedisError(code: .connectionFailed, message: Self.errorText(of: pointer))
    }
  }

  /// Whether something happened on an idle connection: the peer closed it, or sent what nobody asked for.
  var isStale: Bool {
    if hasUnreadInput { return true }
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    return !(count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Whether input was received that no reply has used up.
  var hasUnreadInput: Bool { unreadByteCount > 0 }

  /// Bytes that were received and that no reply has used up.
  var unreadByteCount: Int {
    Int(pointer.pointee.reader.pointee.len) - Int(pointer.pointee.reader.pointee.pos)
  }

  /// Sends what the socket takes now: `send(2)`.
  /// - Returns: the number of bytes; 0 if the socket is full.
  func send(_ bytes: UnsafeRawBufferPointer) throws(RedisError) -> Int {
    while true {
      let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return 0
      default: throw RedisError(code: .connectionLost, message: Self.text(ofError: errno))
      }
    }
  }

  /// Receives what has arrived, up to the library's 16 KiB: `redisBufferRead`.
  func receive() throws(RedisError) {
    if redisBufferRead(pointer) != REDIS_OK { throw failure }
  }

  /// The next complete reply, copied, or `nil` if it hasn't arrived: `redisGetReplyFromReader`, `freeReplyObject`.
  func nextReply() throws(RedisError) -> RedisReply? {
    var raw: UnsafeMutableRawPointer?
    if redisGetReplyFromReader(pointer, &raw) != REDIS_OK { throw failure }
    guard let raw else { return nil }
    defer { freeReplyObject(raw) }
    var texts = RepeatedBytes()
    return try RedisReply(copying: raw.assumingMemoryBound(to: redisReply.self), sharing: &texts)
  }

  /// What the context's error flag says; it is set for good.
  private var failure: RedisError {
    let isProtocol = pointer.pointee.err == REDIS_ERR_PROTOCOL
    return RedisError(code: isProtocol ? .protocolViolation : .connectionLost, message: Self.errorText(of: pointer))
  }

  private static func errorText(of context: UnsafeMutablePointer<redisContext>) -> String {
    withUnsafeBytes(of: &context.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func text(ofError code: Int32) -> String {
    String(cString: strerror(code))
  }
}

extension RedisReply {
  /// Copies a reply of the library, which stays its owner.
  fileprivate init(
    copying reply: UnsafePointer<redisReply>,
    sharing texts: inout RepeatedBytes
  ) throws(RedisError) {
    let reply = reply.pointee
    let text = UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : reply.len)
    switch reply.type {
    case REDIS_REPLY_STRING: self = .string(texts.copy(of: text))
    case REDIS_REPLY_STATUS: self = .status(String(decoding: text, as: UTF8.self))
    case REDIS_REPLY_ERROR: self = .error(RedisError(serverLine: text))
    case REDIS_REPLY_INTEGER: self = .integer(reply.integer)
    case REDIS_REPLY_NIL: self = .null
    case REDIS_REPLY_ARRAY:
      var elements: [RedisReply] = []
      elements.reserveCapacity(reply.elements)
      for index in 0..<reply.elements {
        guard let element = reply.element[index] else { continue }
        elements.append(try RedisReply(copying: element, sharing: &texts))
      }
      self = .array(elements)
    default:
      // Newer libraries know the types of RESP3, which a server sends only after HELLO 3; this client never says that.
      throw RedisError(code: .protocolViolation, message: "reply of type \(reply.type), which RESP2 doesn't have")
    }
  }
}
