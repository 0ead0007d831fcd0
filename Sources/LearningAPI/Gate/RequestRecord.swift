import Access
import Synchronization

/// What is known of a request by the time its answer is logged.
final class RequestRecord: Sendable {
  struct Facts {
    /// The address's template; `nil` where none fits.
    var route: String?
    var principal: Principal?
    var problem: ProblemCode?
    /// Whether a person reads the answer in a browser.
    var isPage = false
  }

  let id: String
  private let state = Mutex(Facts())

  init(id: String) {
    self.id = id
  }

  var facts: Facts { state.withLock { $0 } }

  func note(route: String) { state.withLock { $0.route = route } }
  func notePage() { state.withLock { $0.isPage = true } }
  func note(_ principal: Principal) { state.withLock { $0.principal = principal } }
  func note(_ problem: ProblemCode) { state.withLock { $0.problem = problem } }
}
