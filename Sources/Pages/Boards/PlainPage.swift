import Mustache

/// A page without a board: signing in, and what went wrong.
public enum PlainPage {
  /// - Parameters:
  ///   - next: where to go afterwards; below the root.
  ///   - problem: why the last try failed.
  public static func signIn(next: String?, problem: String? = nil) -> String {
    var context: [String: Any] = ["title": "Sign in"]
    if let next { context["next"] = next }
    if let problem { context["problem"] = problem }
    return PageTemplates.signIn.render(context)
  }

  /// What came of an answer.
  /// - Parameter back: where to go on; below the root.
  public static func message(_ message: String, back: String) -> String {
    PageTemplates.message.render(["title": "Done", "message": message, "back": back])
  }

  /// - Parameters:
  ///   - remedy: what to do.
  ///   - requestID: by which an operator finds it in the log.
  public static func problem(title: String, detail: String, remedy: String, requestID: String) -> String {
    PageTemplates.problem.render(["title": title, "detail": detail, "remedy": remedy, "request": requestID])
  }
}
