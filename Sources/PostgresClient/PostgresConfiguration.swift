/// Where the server is, who we are there, and how long we wait.
///
/// The text form never shows the password, nor does a reflection of this value.
public struct PostgresConfiguration: Sendable {
  /// What libpq connects with; contains the password.
  let connectionString: String
  /// The part of it that may be shown.
  private let shownString: String
  /// Server settings that the connection string or `PGOPTIONS` asks for.
  let serverOptions: String

  /// What `pg_stat_activity` shows; `nil` leaves it to the connection string and `PGAPPNAME`.
  public let applicationName: String?
  /// The longest time for a connection to be made, name resolution excepted. Greater than zero.
  public internal(set) var connectTimeout: Duration
  /// The longest time that the server lets one statement run (`statement_timeout`); `nil` leaves the server's own.
  public let statementTimeout: Duration?
  /// The longest time that the server waits for one lock (`lock_timeout`); `nil` leaves the server's own.
  public let lockTimeout: Duration?
  /// After so long without a statement the server ends a session that holds a transaction open
  /// (`idle_in_transaction_session_timeout`); `nil` leaves the server's own.
  public let idleInTransactionTimeout: Duration?
  /// The longest time for one call, from the first byte to the last answer, by this process's clock; then the connection is
  /// dropped. It should exceed ``statementTimeout``, whose error leaves the connection usable.
  public let commandTimeout: Duration
  /// Further settings of each session by their names, such as `enable_seqscan`; the connection string's own come first.
  public var serverSettings: [String: String] = [:]

  /// Checks the string with libpq's own parser; makes no connection.
  ///
  /// - Parameter connectionString: a `postgres://` URL or `key=value` pairs, as libpq documents them; whatever it leaves out
  ///   comes from the `PG*` environment and libpq's defaults. All of libpq's options (`sslmode`, several hosts, …) pass
  ///   through.
  /// - Throws: ``PostgresError/Code/configuration``, without quoting the string.
  public init(
    _ connectionString: String,
    applicationName: String? = nil,
    connectTimeout: Duration = .seconds(5),
    statementTimeout: Duration? = .seconds(30),
    lockTimeout: Duration? = .seconds(10),
    idleInTransactionTimeout: Duration? = .seconds(60),
    commandTimeout: Duration = .seconds(40)
  ) throws(PostgresError) {
    let parsed = try ConnectionString.parse(connectionString)
    self.connectionString = connectionString
    shownString = parsed.shown
    serverOptions = parsed.options
    self.applicationName = applicationName
    self.connectTimeout = connectTimeout
    self.statementTimeout = statementTimeout
    self.lockTimeout = lockTimeout
    self.idleInTransactionTimeout = idleInTransactionTimeout
    self.commandTimeout = commandTimeout
    try check(connectTimeout, "connectTimeout")
    try check(commandTimeout, "commandTimeout")
    for (timeout, name) in serverTimeouts { try check(timeout, name) }
  }

  /// The timeouts that the server keeps, by the names of its settings.
  private var serverTimeouts: [(Duration, String)] {
    [
      (statementTimeout, "statement_timeout"),
      (lockTimeout, "lock_timeout"),
      (idleInTransactionTimeout, "idle_in_transaction_session_timeout"),
    ].compactMap { timeout, name in timeout.map { ($0, name) } }
  }

  /// The startup options (`options` of libpq): the caller's own first, because the last setting of a name counts.
  var startupOptions: String {
    let timeouts = serverTimeouts.map { timeout, name in "-c \(name)=\(timeout.milliseconds)" }
    let settings = serverSettings.sorted { $0.key < $1.key }.map { name, value in
      // Spaces separate options, and a backslash takes the next character as it is.
      "-c \(name)=" + value.reduce(into: "") { $0 += $1 == " " || $1 == "\\" ? "\\\($1)" : "\($1)" }
    }
    return ([serverOptions] + timeouts + settings).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func check(_ timeout: Duration, _ name: String) throws(PostgresError) {
    // The server's settings are 32-bit counts of milliseconds, and 0 would mean "no limit".
    if timeout < .milliseconds(1) || timeout > .milliseconds(Int64(Int32.max)) {
      throw PostgresError(.configuration, "\(name) must be between 1 millisecond and 24 days")
    }
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// User, hosts and database.
  public var description: String { shownString }
  public var debugDescription: String { shownString }
  public var customMirror: Mirror { Mirror(self, children: ["server": shownString]) }
}
