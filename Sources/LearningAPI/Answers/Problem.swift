import EventModel

/// Why a request isn't answered as asked, by RFC 9457.
///
/// It names what is wrong, where, and what to do; it quotes nothing of a body.
struct Problem: Error, Hashable, Sendable {
  /// One mistake of the request.
  struct Fault: Hashable, Sendable {
    enum Place: Hashable, Sendable {
      /// A member of the body, as a JSON pointer.
      case pointer(String)
      /// A parameter of the address.
      case parameter(String)
      case header(String)
    }

    let place: Place
    /// A sentence.
    let detail: String
  }

  let code: ProblemCode
  /// A sentence about this case.
  let detail: String
  let faults: [Fault]
  /// Seconds after which the same request may succeed.
  let retryAfterSeconds: Int?

  init(_ code: ProblemCode, _ detail: String, faults: [Fault] = [], retryAfterSeconds: Int? = nil) {
    self.code = code
    self.detail = detail
    self.faults = faults
    self.retryAfterSeconds = retryAfterSeconds
  }

  static func notFound(_ subject: String) -> Problem {
    Problem(.notFound, "There is no such \(subject), or it isn't yours to see.")
  }

  static func invalidParameter(_ name: String, _ detail: String) -> Problem {
    Problem(
      .invalidRequest,
      "A parameter of the address can't be used.",
      faults: [Fault(place: .parameter(name), detail: detail)]
    )
  }

  static func invalidField(_ name: String, _ detail: String) -> Problem {
    Problem(
      .invalidBody,
      "A member of the body can't be used.",
      faults: [Fault(place: .pointer("/\(name)"), detail: detail)]
    )
  }

  /// The document of `application/problem+json`.
  func document(instance: String) -> JSONValue {
    .object([
      "type": .string("/problems/\(code.rawValue)"),
      "title": .string(code.title),
      "status": .count(code.status),
      "detail": .string(detail),
      "instance": .string(instance),
      "errors": .array(faults.map(Self.document)),
    ])
  }

  private static func document(_ fault: Fault) -> JSONValue {
    let (kind, name): (String, String) =
      switch fault.place {
      case .pointer(let pointer): ("pointer", pointer)
      case .parameter(let name): ("parameter", name)
      case .header(let name): ("header", name)
      }
    return .object([JSONMember(kind, .string(name)), JSONMember("detail", .string(fault.detail))])
  }
}
