/// How long an attempt may take, whoever is at the other end.
public struct CourierLimits: Sendable {
  /// To be connected.
  public var connecting: Duration
  /// For a webhook, from the look-up of its name to the head of its answer.
  public var webhook: Duration
  /// For a mail, from the look-up of its server to the answer to its last line.
  public var mail: Duration

  public init(
    connecting: Duration = .seconds(5),
    webhook: Duration = .seconds(10),
    mail: Duration = .seconds(20)
  ) {
    self.connecting = connecting
    self.webhook = webhook
    self.mail = mail
  }
}

extension Duration {
  /// Whole milliseconds, at least one.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}
