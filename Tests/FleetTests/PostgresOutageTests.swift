import PostgresClient
import RedisClient
import TestSupport
import Testing

@testable import Workers

/// PostgreSQL away, in the ways that it goes away. What must hold each time, ``OutageDrill`` says.
@Suite(.timeLimit(.minutes(5))) struct PostgresOutageTests {
  @Test(arguments: [PostgresServerProcess.Shutdown.fast, .immediate, .kill])
  func `a PostgreSQL that stops and comes back costs no attempt`(shutdown: PostgresServerProcess.Shutdown) async throws
  {
    try await TestFleet.withOwnServers { fleet in
      try await OutageDrill(fleet: fleet).play {
        fleet.postgresServer.halt(shutdown)
      } end: {
        try await fleet.postgresServer.launch()
      }
    }
  }

  @Test func `sessions that are terminated again and again cost no attempt`() async throws {
    try await TestFleet.withOwnServers { fleet in
      let terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'drill'"
      try await OutageDrill(fleet: fleet).play {
      } meanwhile: {
        try await fleet.execute(terminate)
      } end: {
      }
    }
  }

  @Test func `a PostgreSQL that became read-only costs no attempt, and its sessions are dropped`() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await OutageDrill(fleet: fleet).play {
        // For sessions that exist, too: a failover leaves them open on a server that has become a replica.
        try await fleet.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        try await fleet.execute("SELECT pg_reload_conf()")
      } end: {
        try await fleet.execute("ALTER SYSTEM SET default_transaction_read_only = off")
        try await fleet.execute("SELECT pg_reload_conf()")
      }
    }
  }

  @Test func `a PostgreSQL whose connections others have taken costs no attempt`() async throws {
    try await TestFleet.withOwnServers(settings: ["max_connections": "30"]) { fleet in
      let greedy = try PostgresConfiguration(
        fleet.postgresServer.socketURL(database: fleet.database, role: "reckoner_api")
      )
      var taken: [PostgresConnection] = []
      try await OutageDrill(fleet: fleet).play {
        try await fleet.execute(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'drill'"
        )
        var isFull = false
        while !isFull {
          do {
            taken.append(try await PostgresConnection.connect(greedy))
          } catch let error as PostgresError {
            guard error.sqlState == "53300" else { throw error }
            // Until nobody of the drill is left in between.
            isFull =
              try await fleet.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'drill'") == "0"
            if !isFull {
              try await fleet.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'drill'"
              )
            }
          }
        }
      } end: {
        for connection in taken { await connection.close() }
      }
    }
  }

  @Test func `fewer connections than the fleet would like are shared, and nobody goes without`() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await OutageDrill(fleet: fleet).play {
        try await fleet.execute("ALTER ROLE reckoner_worker CONNECTION LIMIT 0")
        try await fleet.execute(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'drill'"
        )
      } end: {
        // For twelve loops, and the test's own look at the end.
        try await fleet.execute("ALTER ROLE reckoner_worker CONNECTION LIMIT 5")
      }
      try await fleet.execute("ALTER ROLE reckoner_worker CONNECTION LIMIT -1")
    }
  }

  @Test func `a disk that is full costs no attempt`() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await OutageDrill(fleet: fleet).play {
        try await fleet.execute(
          """
          CREATE FUNCTION learning.disk_full() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END$$;
          CREATE TRIGGER disk_full BEFORE INSERT ON learning.events EXECUTE FUNCTION learning.disk_full();
          """
        )
      } end: {
        try await fleet.execute("DROP TRIGGER disk_full ON learning.events; DROP FUNCTION learning.disk_full()")
      }
    }
  }

  @Test func `a PostgreSQL that is stopped for longer than a command may take costs no attempt`() async throws {
    try await TestFleet.withOwnServers { fleet in
      var drill = OutageDrill(fleet: fleet)
      drill.limits = .init(statement: .milliseconds(700), lock: .milliseconds(500), command: .seconds(1))
      drill.awayTime = .seconds(4)
      try await drill.play {
        fleet.postgresServer.pause()
      } end: {
        fleet.postgresServer.resume()
      }
    }
  }

  @Test func `a network that resets connections costs no attempt`() async throws {
    try await TestFleet.withOwnServers { fleet in
      let link = try NetworkLink(to: fleet.postgresServer.port)
      defer { link.stop() }
      var drill = OutageDrill(fleet: fleet)
      drill.databaseURL = "postgres://reckoner_worker@127.0.0.1:\(link.port)/\(fleet.database)"
      let triedCount = link.acceptedCount
      try await drill.play {
        link.set(.cut)
      } end: {
        // Three pools, each with pauses of 50 ms at first and 2 s at last, for three seconds.
        #expect(link.acceptedCount - triedCount < 100, "\(link.acceptedCount) connections were tried")
        link.set(.up)
      }
    }
  }

  @Test func `a network that swallows everything costs no attempt`() async throws {
    try await TestFleet.withOwnServers { fleet in
      let link = try NetworkLink(to: fleet.postgresServer.port)
      defer { link.stop() }
      var drill = OutageDrill(fleet: fleet)
      drill.databaseURL = "postgres://reckoner_worker@127.0.0.1:\(link.port)/\(fleet.database)"
      drill.limits = .init(command: .seconds(1))
      try await drill.play {
        link.set(.silent)
      } end: {
        link.set(.up)
      }
    }
  }
}
