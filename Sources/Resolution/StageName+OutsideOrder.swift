public import EventModel

extension StageName {
  /// The deal is lost. Outside every order.
  public static var closedLost: StageName { StageName("closed_lost") }
  /// The deal stands still. Outside every order; what comes later may overrule it.
  public static var stalled: StageName { StageName("stalled") }
}
