import Mustache
import Reports

/// The templates of pages.
enum PageTemplates {
  /// What a template names that escapes as ``MarkupText`` does.
  private static let contentType = "MARKUP"

  /// A report, as one file.
  static let page = parsed(PackageResources.page_mustache, "page")
  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)

  static let board = parsed(PackageResources.board_mustache, "board", parts: ["head", "figure"])
  static let signIn = parsed(PackageResources.signin_mustache, "signin", parts: ["head"])
  static let message = parsed(PackageResources.message_mustache, "message", parts: ["head"])
  static let problem = parsed(PackageResources.problem_mustache, "problem", parts: ["head"])

  private static let head = PackageResources.head_mustache
  private static let figure = PackageResources.figure_mustache

  private static func parsed(_ bytes: [UInt8], _ name: String, parts: [String] = []) -> BoundTemplate {
    MustacheContentTypes.register(MarkupContent(), named: contentType)
    do {
      var templates = [name: try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))]
      for part in parts {
        let bytes = part == "head" ? head : figure
        templates[part] = try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
      }
      return BoundTemplate(library: MustacheLibrary(templates: templates), name: name)
    } catch {
      preconditionFailure("the template \(name) can't be parsed: \(error)")
    }
  }
}

/// A template with the parts that it names.
struct BoundTemplate: Sendable {
  let library: MustacheLibrary
  let name: String

  func render(_ context: [String: Any]) -> String { library.render(context, withTemplate: name) ?? "" }
}

/// The library's own escaping looks at characters, and a quotation mark with an accent is another character.
private struct MarkupContent: MustacheContentType {
  func escapeText(_ text: String) -> String { MarkupText.escaped(text) }
}
