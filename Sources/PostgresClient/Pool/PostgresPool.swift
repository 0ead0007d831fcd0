/// A bounded set of connections, opened when first needed.
///
/// Callers wait in order of arrival. A connection that broke, or that comes back inside a transaction, is dropped. While the
/// server can't be reached, attempts are spaced by a jittered pause that all callers share. There is no background work: what
/// isn't used isn't watched, and an idle connection is looked at when it is lent. One that nobody needed for a while is
/// closed when another comes back, so that a server that has only a few leaves none to who doesn't use it.
///
/// Copies share the connections.
public struct PostgresPool: Sendable {
  let connections: ConnectionPool
  /// What every transaction begins with.
  var settings: [PostgresLocalSetting] = []

  /// A pool without connections yet.
  ///
  /// - Parameters:
  ///   - connectionCountMax: at least 1; each one is a thread here and a process at the server.
  ///   - waiterCountMax: callers beyond it are refused at once.
  ///   - acquireTimeout: the longest wait for a connection, the time to open one included.
  public init(
    configuration: PostgresConfiguration,
    connectionCountMax: Int,
    waiterCountMax: Int = 1_000,
    acquireTimeout: Duration = .seconds(10)
  ) {
    connections = ConnectionPool(
      configuration: configuration,
      connectionCountMax: connectionCountMax,
      waiterCountMax: waiterCountMax,
      acquireTimeout: acquireTimeout
    )
  }

  /// The same connections, with these settings in force in every transaction and for every statement: they ride with BEGIN,
  /// and end with the transaction, so that the next one who is lent the connection has none of them.
  ///
  /// ``withConnection(on:_:)`` lends a bare connection all the same.
  public func with(_ settings: PostgresLocalSetting...) -> PostgresPool {
    var copy = self
    copy.settings += settings
    return copy
  }

  /// Closes idle connections and refuses everybody who waits; a lent connection is closed when it comes back.
  public func close() async {
    await connections.close()
  }

  /// Connections that exist or are being opened, those of them that are idle, and callers that wait.
  public var counts: (connections: Int, idle: Int, waiters: Int) { connections.counts }

  /// How often its connections, those that are closed by now included, sent something and waited for the answer: what the
  /// distance to the server is multiplied with. Opening a connection isn't counted; preparing a statement is.
  public var roundTripCount: Int { connections.roundTripCount }
}
