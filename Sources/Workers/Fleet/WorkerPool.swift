public import PostgresClient

/// The connections of a worker.
public enum WorkerPool {
  /// How long a worker waits before it takes the store for away.
  public struct TimeLimits: Sendable {
    /// For one statement, by the server's clock.
    public var statement: Duration
    /// For one lock, by the server's clock; then the transaction is run again.
    public var lock: Duration
    /// For one round trip, by this process's clock; then the connection is dropped.
    public var command: Duration

    public init(
      statement: Duration = .seconds(30),
      lock: Duration = .seconds(10),
      command: Duration = .seconds(40)
    ) {
      self.statement = statement
      self.lock = lock
      self.command = command
    }
  }

  public static func make(
    databaseURL: String,
    program: String,
    connectionCountMax: Int,
    limits: TimeLimits = TimeLimits()
  ) throws(PostgresError) -> PostgresPool {
    var configuration = try PostgresConfiguration(
      databaseURL,
      applicationName: program,
      statementTimeout: limits.statement,
      lockTimeout: limits.lock,
      idleInTransactionTimeout: idleInTransactionTimeout,
      commandTimeout: limits.command
    )
    configuration.serverSettings = plannerSettings.merging(sessionSettings) { planner, _ in planner }
    return PostgresPool(configuration: configuration, connectionCountMax: connectionCountMax)
  }

  /// A transaction of ours rests for milliseconds between two statements. A process that was stopped in the middle of one
  /// keeps others from its rows for so long.
  private static let idleInTransactionTimeout = Duration.seconds(20)

  /// The server looks each second whether a client whose statement runs is still there: what a killed worker began would
  /// otherwise wait for a lock to its end, hold what it has, and then be committed all the same.
  private static let sessionSettings = ["client_connection_check_interval": "1s"]

  /// Every statement of ours that runs often joins a few thousand keys with a table by its key. A plan made while the
  /// table was small, or never analysed, would hash or scan it, and would be kept; these settings leave the index as the
  /// only way where there is one.
  ///
  /// A plan is made once, for any values: it looks dearer than one for these very values, because it names every month, but
  /// takes out those that don't matter when it begins. Planning anew for every batch would cost more than that.
  private static let plannerSettings = [
    "enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off", "jit": "off",
    "plan_cache_mode": "force_generic_plan",
  ]
}
