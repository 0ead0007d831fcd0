/// What can break.
enum FaultKind: String, CaseIterable, Sendable {
  case workerKill = "worker-kill"
  case aggregatorKill = "aggregator-kill"
  case schedulerKill = "scheduler-kill"
  /// SIGTERM, which must end a process with 0.
  case terminate
  /// SIGSTOP for longer than others wait until they take its entries over, then SIGCONT.
  case processStop = "process-stop"

  /// Killed, and started again with its data.
  case redisRestart = "redis-restart"
  case redisStop = "redis-stop"
  case clientKill = "redis-client-kill"
  case clientPause = "redis-client-pause"
  /// `maxmemory` so small that nothing can be written.
  case redisFull = "redis-maxmemory"
  case groupDestroy = "redis-group-destroy"
  /// Killed, and started again as it was some seconds ago, as after a failover to a replica that is behind.
  case redisRewind = "redis-rewind"
  /// Killed, and started again with nothing in it.
  case redisEmpty = "redis-empty"
  case flush = "redis-flush"
  case streamDelete = "redis-stream-delete"
  /// What a producer's MAXLEN does: entries go, unread and pending ones too.
  case streamTrim = "redis-stream-trim"

  case postgresRestart = "postgres-restart"
  case postgresStop = "postgres-stop"
  /// `kill -9` of a session's process: the server ends all others, and recovers.
  case backendKill = "postgres-backend-kill"
  case backendsTerminate = "postgres-terminate-backends"
  case readOnly = "postgres-read-only"
  /// The role of the workers may have hardly any connection.
  case connections = "postgres-connections"
  /// Another session locks a table.
  case lock = "postgres-lock"

  /// What is broken: faults of one subject come one after the other, those of different subjects overlap.
  enum Subject: CaseIterable, Sendable {
    case processes, redis, postgres
  }

  var subject: Subject {
    switch self {
    case .workerKill, .aggregatorKill, .schedulerKill, .terminate, .processStop: .processes
    case .redisRestart, .redisStop, .clientKill, .clientPause, .redisFull, .groupDestroy, .redisRewind, .redisEmpty,
      .flush, .streamDelete, .streamTrim:
      .redis
    case .postgresRestart, .postgresStop, .backendKill, .backendsTerminate, .readOnly, .connections, .lock: .postgres
    }
  }

  /// Whether Redis forgets what it confirmed: the producer, who must be at least once, publishes again what came to
  /// nothing.
  var losesData: Bool {
    switch self {
    case .redisRewind, .redisEmpty, .flush, .streamDelete, .streamTrim: true
    case .workerKill, .aggregatorKill, .schedulerKill, .terminate, .processStop, .redisRestart, .redisStop, .clientKill,
      .clientPause, .redisFull, .groupDestroy, .postgresRestart, .postgresStop, .backendKill, .backendsTerminate,
      .readOnly,
      .connections, .lock:
      false
    }
  }
}
