import Mustache
public import Reports

/// A report as one HTML file: nothing in it is loaded or run.
public enum ReportPage {
  /// What a browser is told to do with the page: nothing but show it, with the styles that stand in it.
  public static let contentSecurityPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

  public static func html(_ report: Report) -> String {
    PageTemplates.page.render(PageContext.page(report))
  }
}
