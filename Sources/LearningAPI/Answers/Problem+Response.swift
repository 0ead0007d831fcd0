import EventModel
import HTTPTypes
import Hummingbird
import NIOCore

extension Problem {
  /// - Parameters:
  ///   - requestID: named as the instance, so that a person can ask an operator about it.
  ///   - allowed: the methods that the address takes, for a wrong one.
  func response(requestID: String, allowed: [HTTPRequest.Method] = []) -> Response {
    var fields = HTTPFields()
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    if let retryAfterSeconds { fields[.retryAfter] = "\(retryAfterSeconds)" }
    if code == .unauthenticated { fields[.wwwAuthenticate] = "Bearer realm=\"reckoner\"" }
    if code == .methodNotAllowed {
      fields[.allow] = allowed.map(\.rawValue).sorted().joined(separator: ", ")
    }
    return Response(
      status: HTTPResponse.Status(code: code.status),
      headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.compact(document(instance: "urn:uuid:\(requestID)"))))
    )
  }
}
