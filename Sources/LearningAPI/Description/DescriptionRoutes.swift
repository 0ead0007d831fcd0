import EventModel
import Hummingbird

/// The API's description of itself: the OpenAPI document, and a page for every problem.
struct DescriptionRoutes: Sendable {
  var routes: [Route] {
    [
      .open(.get, "/openapi.json", writes: false) { _ in
        .text(String(decoding: PackageResources.openapi_json, as: UTF8.self), contentType: "application/json")
      },
      .open(.get, "/problems/{code}", writes: false, problem),
    ]
  }

  @Sendable private func problem(_ request: OpenRequest) async throws -> APIAnswer {
    guard let code = request.parameters.get("code").flatMap(ProblemCode.init(rawValue:)) else {
      throw Problem.notFound("kind of problem")
    }
    return .json(
      .object([
        "type": .string("/problems/\(code.rawValue)"),
        "title": .string(code.title),
        "status": .count(code.status),
        "remedy": .string(code.remedy),
      ])
    )
  }
}
