import EventModel
import HTTPTypes
import Hummingbird
import NIOCore

/// What a route answers.
struct APIAnswer: Sendable {
  enum Content: Sendable {
    case json(JSONValue)
    case text(String, contentType: String)
    case bytes([UInt8], contentType: String)
    /// Written piece by piece, for as long as it lasts.
    case stream(ResponseBody, contentType: String)
    case none
  }

  var status: HTTPResponse.Status
  var content: Content
  /// The tag of the content's state, without quotes. A request that names it is answered without content.
  var entityTag: String?
  /// For how long, in seconds, the reader's own cache may keep it without asking; `nil` is not at all.
  var maxAgeSeconds: Int?
  /// What a browser may do with the content, where that isn't what it may do with every answer.
  var contentSecurityPolicy: String?
  /// Where a browser goes next; below the root.
  var location: String?
  /// A cookie to keep, or to forget.
  var cookie: String?

  static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> APIAnswer {
    APIAnswer(status: status, content: .json(value))
  }

  static func text(_ text: String, contentType: String, status: HTTPResponse.Status = .ok) -> APIAnswer {
    APIAnswer(status: status, content: .text(text, contentType: contentType))
  }

  /// Sends a browser on, with a GET.
  static func seeOther(_ location: String) -> APIAnswer {
    var answer = APIAnswer(status: .seeOther, content: .none)
    answer.location = location
    return answer
  }

  static let noContent = APIAnswer(status: .noContent, content: .none)

  /// - Parameter known: the tags that the request says it has, as `If-None-Match` lists them.
  func response(known: String?) -> Response {
    var fields = HTTPFields()
    if let contentSecurityPolicy, let name = HTTPField.Name("Content-Security-Policy") {
      fields[name] = contentSecurityPolicy
    }
    if let location { fields[.location] = location }
    if let cookie { fields[.setCookie] = cookie }
    if let entityTag {
      fields[.eTag] = "\"\(entityTag)\""
      // Behind one token another tenant's may follow: caches in between keep nothing.
      fields[.cacheControl] = maxAgeSeconds.map { "private, max-age=\($0)" } ?? "private, no-cache"
      if let known, Self.lists(known, entityTag) { return Response(status: .notModified, headers: fields) }
    }
    switch content {
    case .json(let value):
      fields[.contentType] = "application/json"
      return Response(
        status: status,
        headers: fields,
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.compact(value)))
      )
    case .text(let text, let contentType):
      fields[.contentType] = contentType
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    case .bytes(let bytes, let contentType):
      fields[.contentType] = contentType
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    case .stream(let body, let contentType):
      fields[.contentType] = contentType
      fields[.cacheControl] = "no-cache, no-transform"
      // A proxy that gathers would hold events back.
      if let buffering = HTTPField.Name("X-Accel-Buffering") { fields[buffering] = "no" }
      return Response(status: status, headers: fields, body: body)
    case .none:
      return Response(status: status, headers: fields)
    }
  }

  private static func lists(_ known: String, _ tag: String) -> Bool {
    known.split(separator: ",").contains { element in
      var text = element.drop(while: \.isWhitespace)
      while text.last?.isWhitespace == true { text = text.dropLast() }
      if text.hasPrefix("W/") { text = text.dropFirst(2) }
      return text == "*" || text == "\"\(tag)\""
    }
  }
}
