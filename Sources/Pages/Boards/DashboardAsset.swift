/// What the pages of the dashboard load: a style sheet and a script, both ours.
public enum DashboardAsset {
  public static let style = PackageResources.dashboard_css
  public static let script = PackageResources.dashboard_js
  public static let icon = PackageResources.icon_svg

  /// What a browser may do with a page: load and run what comes from here, and ask here.
  public static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    + "base-uri 'none'; frame-ancestors 'none'"
}
