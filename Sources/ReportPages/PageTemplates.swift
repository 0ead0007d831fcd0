import Mustache
import Reports

/// The templates of pages.
enum PageTemplates {
  /// What a template names that escapes as ``MarkupText`` does.
  private static let contentType = "MARKUP"

  static let page: MustacheTemplate = {
    MustacheContentTypes.register(MarkupContent(), named: contentType)
    do {
      return try MustacheTemplate(string: String(decoding: PackageResources.page_mustache, as: UTF8.self))
    } catch {
      preconditionFailure("the template of pages can't be parsed: \(error)")
    }
  }()

  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)
}

/// The library's own escaping looks at characters, and a quotation mark with an accent is another character.
private struct MarkupContent: MustacheContentType {
  func escapeText(_ text: String) -> String { MarkupText.escaped(text) }
}
