import HTTPTypes
import Hummingbird
import HummingbirdCore
import Pages

/// A problem as somebody reads it in a browser. Whoever isn't signed in is sent to where that is done.
enum ProblemPage {
  static func isWanted(_ headers: HTTPFields) -> Bool { headers[.accept]?.contains("text/html") == true }

  static func response(to problem: Problem, at uri: URI, requestID: String) -> Response {
    if problem.code == .unauthenticated {
      return APIAnswer.seeOther(SessionRoutes.signIn(next: uri.path == "/" ? nil : uri.string)).response(known: nil)
    }
    let faults = problem.faults.map(\.detail).joined(separator: " ")
    let page = PlainPage.problem(
      title: problem.code.title,
      detail: faults.isEmpty ? problem.detail : "\(problem.detail) \(faults)",
      remedy: problem.code.remedy,
      requestID: requestID
    )
    var response = APIAnswer.page(page, status: HTTPResponse.Status(code: problem.code.status)).response(known: nil)
    if let seconds = problem.retryAfterSeconds { response.headers[.retryAfter] = "\(seconds)" }
    return response
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
