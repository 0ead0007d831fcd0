import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Pages
import Settings

/// What the pages load: our style and script, and Chart.js, as Debian's package has it.
struct AssetRoutes: Sendable {
  private let assets: [String: APIAnswer]

  /// - Parameter services: its settings say where Chart.js lies. Without it the pages show their tables alone.
  init(services: APIServices) {
    var assets = [
      "dashboard.css": Self.asset(DashboardAsset.style, "text/css; charset=utf-8"),
      "dashboard.js": Self.asset(DashboardAsset.script, "text/javascript; charset=utf-8"),
      "icon.svg": Self.asset(DashboardAsset.icon, "image/svg+xml"),
    ]
    let path = services.settings.chartScriptPath
    if let chart = FileManager.default.contents(atPath: path) {
      assets["chart.js"] = Self.asset(Array(chart), "text/javascript; charset=utf-8")
    } else {
      services.logger.warning(
        "no charts: Chart.js isn't there; install libjs-chart.js or set RECKONER_CHART_JS",
        metadata: ["path": "\(path)"]
      )
      assets["chart.js"] = Self.asset(Array("// Chart.js is not installed.\n".utf8), "text/javascript; charset=utf-8")
    }
    self.assets = assets
  }

  var routes: [Route] {
    [
      .open(.get, "/assets/{name}", writes: false) { request in
        guard let asset = request.parameters.get("name").flatMap({ assets[$0] }) else {
          throw Problem.notFound("part of a page")
        }
        return asset
      }
    ]
  }

  private static func asset(_ bytes: [UInt8], _ contentType: String) -> APIAnswer {
    var answer = APIAnswer(status: .ok, content: .bytes(bytes, contentType: contentType))
    answer.entityTag = APIAnswer.tag(of: bytes)
    return answer
  }
}
