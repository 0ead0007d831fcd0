/// The rules of one tenant. They alter no result.
public struct AlertPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing.
  public static let `default` = AlertPolicy()

  private var changed: [AlertRuleName: AlertRule] = [:]

  public init() {}

  public subscript(name: AlertRuleName) -> AlertRule {
    get { changed[name] ?? .standard(name) }
    set {
      precondition(newValue.name == name, "a rule stands under its own name")
      changed[name] = newValue == .standard(name) ? nil : newValue
    }
  }

  /// In the order of their names' declaration.
  public var rules: [AlertRule] { AlertRuleName.allCases.map { self[$0] } }
}
