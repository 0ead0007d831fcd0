/// One command: what is sent, and what the answer means.
public protocol RedisCommand: Sendable {
  associatedtype Response: Sendable

  /// Appends the command's name and its arguments, in order.
  func encode(into encoder: inout RedisCommandEncoder)

  /// Reads the answer. It may be an error, which the readers of ``RedisReply`` throw.
  static func decode(_ reply: RedisReply) throws(RedisError) -> Response

  /// How long the server may hold the answer back by the command's own request (`BLOCK`), on top of the command timeout.
  var blockingTime: Duration? { get }
}

extension RedisCommand {
  public var blockingTime: Duration? { nil }

  static func result(of reply: RedisReply) -> Result<Response, RedisError> {
    do throws(RedisError) {
      return .success(try decode(reply))
    } catch {
      return .failure(error)
    }
  }
}
