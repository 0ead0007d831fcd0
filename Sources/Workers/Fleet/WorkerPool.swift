public import PostgresClient

/// The connections of a worker.
public enum WorkerPool {
  public static func make(
    databaseURL: String,
    program: String,
    connectionCountMax: Int
  ) throws(PostgresError) -> PostgresPool {
    var configuration = try PostgresConfiguration(databaseURL, applicationName: program)
    configuration.serverSettings = plannerSettings
    return PostgresPool(configuration: configuration, connectionCountMax: connectionCountMax)
  }

  /// Every statement of ours that runs often joins a few thousand keys with a table by its key. A plan made while the
  /// table was small, or never analysed, would hash or scan it, and would be kept; these settings leave the index as the
  /// only way where there is one.
  private static let plannerSettings = [
    "enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off", "jit": "off",
  ]
}
