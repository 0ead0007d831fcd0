import Boards
import Reports

/// What stands around every page of the dashboard.
enum DashboardContext {
  static func frame(_ frame: BoardPage.Frame, current: BoardKind?) -> [String: Any] {
    var context: [String: Any] = [
      "user": frame.userID, "role": frame.role, "tenant": frame.tenant,
      "links": frame.boards.map { kind -> [String: Any] in
        var link: [String: Any] = ["label": kind.title, "link": "/\(kind.rawValue)"]
        if kind == current { link["current"] = "page" }
        return link
      },
      "signedIn": ["yes": "yes"],
    ]
    if frame.isReadOnly { context["readOnly"] = "This server only shows; answers are not taken." }
    if let message = frame.message { context["message"] = message }
    return context
  }
}
