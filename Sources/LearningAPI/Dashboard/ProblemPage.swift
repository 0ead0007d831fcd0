import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Pages

/// A problem as somebody reads it in a browser. Whoever isn't signed in is sent to where that is done.
enum ProblemPage {
  static func isWanted(_ headers: HTTPFields) -> Bool { headers[.accept]?.contains("text/html") == true }

  static func response(to problem: Problem, at uri: URI, requestID: String) -> Response {
    var fields = HTTPFields()
    fields[.cacheControl] = "no-store"
    if problem.code == .unauthenticated {
      fields[.location] = SessionRoutes.signIn(next: uri.path == "/" ? nil : uri.string)
      return Response(status: .seeOther, headers: fields)
    }
    fields[.contentType] = "text/html; charset=utf-8"
    if let name = HTTPField.Name("Content-Security-Policy") { fields[name] = DashboardAsset.contentSecurityPolicy }
    if let seconds = problem.retryAfterSeconds { fields[.retryAfter] = "\(seconds)" }
    let faults = problem.faults.map(\.detail).joined(separator: " ")
    let page = PlainPage.problem(
      title: problem.code.title,
      detail: faults.isEmpty ? problem.detail : "\(problem.detail) \(faults)",
      remedy: problem.code.remedy,
      requestID: requestID
    )
    return Response(
      status: HTTPResponse.Status(code: problem.code.status),
      headers: fields,
      body: ResponseBody(byteBuffer: ByteBuffer(string: page))
    )
  }
}

extension APIAnswer {
  /// A page of the dashboard.
  static func page(_ html: String, status: HTTPResponse.Status = .ok) -> APIAnswer {
    var answer = APIAnswer.text(html, contentType: "text/html; charset=utf-8", status: status)
    answer.contentSecurityPolicy = DashboardAsset.contentSecurityPolicy
    return answer
  }
}
