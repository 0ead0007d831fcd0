/// One answer of the server, copied out of the C library: the six types of RESP2.
public enum RedisReply: Hashable, Sendable {
  /// A bulk string; any bytes.
  case string([UInt8])
  /// A simple string, such as `OK`.
  case status(String)
  case integer(Int64)
  case array([RedisReply])
  case null
  /// A refusal. Its code is always ``RedisError/Code/server(_:)``.
  case error(RedisError)
}
