/// Which target may import which: the rooms of the house and the arrows between them. Arrows only point down.
enum Architecture {
  private static let core: Set<String> = [
    "EventModel", "SettingModel", "Resolution", "Rollups", "Attribution", "Calibration", "Coaching", "Feedback",
    "Analytics", "Delivery", "Scheduling", "Simulation", "Reports", "Boards", "Alerts", "Notices",
  ]
  private static let standard: Set<String> = ["Swift", "Synchronization"]
  private static let system: Set<String> = ["Glibc", "FoundationEssentials"]

  /// Modules of ours, and of others, that each target may import.
  static let allowed: [String: Set<String>] = [
    // Pure core: values in, values out. UUIDs and hashes are values; a clock or a file is not.
    "EventModel": ["FoundationEssentials", "Crypto"],
    // Glibc for its mathematics alone; the words below keep its input and output out.
    "Attribution": ["EventModel", "Glibc"],
    "SettingModel": ["EventModel"],
    "Calibration": ["EventModel", "SettingModel", "Glibc"],
    "Coaching": ["EventModel", "Calibration", "FoundationEssentials"],
    "Feedback": ["EventModel", "SettingModel", "Calibration", "Crypto"],
    "Resolution": ["EventModel", "SettingModel", "Attribution"],
    "Rollups": ["EventModel", "Resolution"],
    "Analytics": ["EventModel", "SettingModel", "Calibration", "Coaching", "Feedback", "Resolution"],
    "Alerts": [
      "EventModel", "SettingModel", "Analytics", "Calibration", "Coaching", "Feedback", "Resolution",
      "FoundationEssentials",
    ],
    "Reports": [
      "EventModel", "SettingModel", "Scheduling", "Attribution", "Calibration", "Coaching", "Feedback", "Resolution",
      "Analytics", "Crypto", "FoundationEssentials", "Glibc",
    ],
    "Boards": ["EventModel", "Analytics", "Attribution", "Calibration", "Coaching", "Reports"],
    "Delivery": ["EventModel"],
    "Scheduling": ["EventModel"],
    "Notices": ["EventModel", "SettingModel", "FoundationEssentials", "Crypto"],
    "Simulation": ["EventModel", "FoundationEssentials"],
    // Clients: know nothing of the product.
    "IOThread": system.union(["CLinux"]),
    "RedisClient": system.union(["CHiredis", "Crypto", "IOThread"]),
    "PostgresClient": system.union(["CLibpq", "IOThread"]),
    // Shell.
    "Streams": core.union(["RedisClient"]),
    "Store": core.union(["PostgresClient", "FoundationEssentials"]),
    // Reads what is recorded of a tenant, for whoever asks: programs, people and agents.
    "Insight": core.union(["FoundationEssentials", "Streams", "Store", "RedisClient", "PostgresClient"]),
    // Facts as JSON and as words, the same from the command line and over HTTP.
    "Documents": core.union(["FoundationEssentials", "Streams", "Store", "Insight", "RedisClient"]),
    // Reports and boards as pages.
    "Pages": ["Boards", "EventModel", "Mustache", "Reports", "SettingModel"],
    // What changes, told to who listens.
    "LiveStream": ["EventModel", "FoundationEssentials", "Crypto", "RedisClient"],
    // Who asks: tokens, and what they say.
    "Access": ["EventModel", "FoundationEssentials", "JWTKit", "Settings"],
    "Settings": system.union(["Configuration"]),
    // The words of the model are the values of labels.
    "Telemetry": system.union(["EventModel", "Notices", "Logging", "CoreMetrics"]),
    // What brings notices to people: HTTP and mail.
    "Couriers": system.union([
      "EventModel", "Notices", "IOThread", "Settings", "CCurl", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix",
    ]),
    "Admin": system.union([
      "Settings", "Telemetry", "Logging", "ServiceLifecycle", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix",
    ]),
    "Workers": core.union(system).union([
      "Pages", "Streams", "Store", "Insight", "RedisClient", "PostgresClient", "Telemetry", "Admin", "Settings",
      "Logging", "ServiceLifecycle", "UnixSignals", "Couriers",
    ]),
    "LearningAPI": core.union(system).union([
      "Access", "AsyncHTTPClient", "Crypto", "Documents", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Insight",
      "LiveStream", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "PostgresClient", "RedisClient", "Pages",
      "ServiceLifecycle", "Settings", "Store", "Streams", "Telemetry",
    ]),
    "Benchmark": core.union(system).union([
      "CLinux", "Streams", "Store", "RedisClient", "PostgresClient", "Workers", "Histogram",
    ]),
    // Executables.
    "FleetCommands": ["ArgumentParser", "Delivery", "EventModel", "Streams", "Workers"],
    "outcome-worker": ["ArgumentParser", "FleetCommands", "Settings", "Streams", "Workers"],
    "calibration-aggregator": ["ArgumentParser", "FleetCommands", "Settings", "Streams", "Workers"],
    "learning-api": ["ArgumentParser", "LearningAPI", "Settings", "Workers"],
    "learning-scheduler": ["ArgumentParser", "EventModel", "Settings", "Workers"],
    "reckoner": core.union(system).union([
      "Couriers", "Access", "ArgumentParser", "Benchmark", "Documents", "FleetCommands", "Insight", "Logging",
      "Streams", "Store", "RedisClient", "PostgresClient", "Telemetry", "Settings", "Workers",
      "UnixSignals",
    ]),
  ].mapValues { $0.union(standard) }

  static let coreTargets = core

  /// Words that would bring a clock, chance, input or output into the core.
  static let impure = [
    "ContinuousClock", "SuspendingClock", "Date()", "Date.now", "SystemRandomNumberGenerator", "print(", "FileManager",
    "ProcessInfo", "Task.sleep", "UUID()", "fputs(", "getenv",
  ]
}
