// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode, explicit `any`, explicit import visibility, and no warning survives.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func executable(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let httpRouter: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpServer: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let networking: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let networkMessages: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let networkThreads: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let core: [Target] = [
  library("EventModel", [crypto]),
  library("SettingModel", ["EventModel"]),
  library("Attribution", ["EventModel"]),
  library("Calibration", ["EventModel", "SettingModel"]),
  library("Coaching", ["EventModel", "Calibration"]),
  library("Feedback", ["EventModel", "SettingModel", "Calibration", crypto]),
  library("Resolution", ["EventModel", "Attribution", "SettingModel"]),
  library("Rollups", ["EventModel", "Resolution"]),
  library("Analytics", ["EventModel", "SettingModel", "Calibration", "Coaching", "Feedback", "Resolution"]),
  library(
    "Alerts",
    ["EventModel", "SettingModel", "Analytics", "Calibration", "Coaching", "Feedback", "Resolution"]
  ),
  library(
    "Reports",
    [
      "EventModel", "SettingModel", "Scheduling", "Analytics", "Attribution", "Calibration", "Coaching", "Feedback",
      "Resolution", crypto,
    ]
  ),
  library("Boards", ["EventModel", "Analytics", "Attribution", "Calibration", "Coaching", "Reports"]),
  library("Delivery", ["EventModel"]),
  library("Scheduling", ["EventModel"]),
  library("Notices", ["EventModel", "SettingModel", crypto]),
  library("Simulation", ["EventModel"]),
]

let clients: [Target] = [
  .systemLibrary(name: "CLinux"),
  .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
  .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev", "pkg-config"])]),
  .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev", "pkg-config"])]),
  library("IOThread", ["CLinux"]),
  library("RedisClient", ["CHiredis", "IOThread", crypto]),
  library("PostgresClient", ["CLibpq", "IOThread"]),
]

let shell: [Target] = [
  library("Streams", ["EventModel", "Delivery", "RedisClient"]),
  library(
    "Store",
    [
      "EventModel", "SettingModel", "Resolution", "Rollups", "Attribution", "Calibration", "Coaching", "Feedback",
      "Analytics", "Reports", "PostgresClient", "Alerts", "Notices",
    ],
    resources: [.embedInCode("Migrations")]
  ),
  library(
    "Insight",
    [
      "EventModel", "Analytics", "SettingModel", "Resolution", "Attribution", "Calibration", "Coaching", "Delivery",
      "Reports", "Streams", "Alerts", "Feedback", "Store", "RedisClient", "PostgresClient",
    ]
  ),
  library(
    "Documents",
    [
      "EventModel", "SettingModel", "Analytics", "Resolution", "Attribution", "Calibration", "Delivery", "Reports",
      "Streams", "Store", "Insight", "RedisClient",
    ]
  ),
  library(
    "Pages",
    ["EventModel", "SettingModel", "Reports", "Boards", mustache],
    resources: [.embedInCode("Templates")]
  ),
  library("Access", ["EventModel", "Settings", jwt]),
  library("LiveStream", ["EventModel", "RedisClient", crypto]),
  library("Settings", [configuration]),
  library("Telemetry", ["EventModel", "Notices", logging, coreMetrics]),
  library(
    "Couriers",
    [
      "EventModel", "Notices", "IOThread", "Settings", "CCurl", httpClient, networking, networkMessages,
      networkThreads,
    ]
  ),
  library(
    "Admin",
    ["Settings", "Telemetry", httpServer, httpTypes, networking, networkThreads, logging, serviceLifecycle]
  ),
  library(
    "Workers",
    [
      "EventModel", "SettingModel", "Scheduling", "Analytics", "Resolution", "Rollups", "Attribution", "Calibration",
      "Feedback", "Delivery", "Reports", "Pages", "Alerts", "Notices", "Couriers", "Simulation", "Streams",
      "Store", "Insight", "RedisClient", "PostgresClient", "Telemetry", "Admin", "Settings", logging,
      serviceLifecycle, unixSignals,
    ]
  ),
  library(
    "LearningAPI",
    [
      "EventModel", "SettingModel", "Analytics", "Coaching", "Resolution", "Attribution", "Calibration", "Feedback",
      "Reports", "Rollups", "Boards", "Pages", "Streams", "Store", "Alerts", "Insight", "Documents", "Access",
      "LiveStream",
      "RedisClient", "PostgresClient", "Telemetry", "Settings", httpRouter, httpServer, httpTypes, httpClient,
      networking, networkMessages, networkThreads, logging, serviceLifecycle, crypto,
    ],
    resources: [.embedInCode("Resources")]
  ),
  library(
    "Benchmark",
    [
      "EventModel", "Delivery", "Simulation", "Streams", "Store", "RedisClient", "PostgresClient", "Workers",
      "CLinux", histogram,
    ]
  ),
]

let executables: [Target] = [
  library("FleetCommands", ["EventModel", "Delivery", "Streams", "Workers", argumentParser]),
  executable("outcome-worker", ["FleetCommands", "Streams", "Workers", "Settings", argumentParser]),
  executable("calibration-aggregator", ["FleetCommands", "Streams", "Workers", "Settings", argumentParser]),
  executable("learning-scheduler", ["EventModel", "Workers", "Settings", argumentParser]),
  executable("learning-api", ["LearningAPI", "Workers", "Settings", argumentParser]),
  executable(
    "reckoner",
    [
      "EventModel", "SettingModel", "Analytics", "Attribution", "Calibration", "Coaching", "Delivery", "Reports",
      "Resolution", "Simulation", "Streams", "Store", "Insight", "Documents", "Access", "RedisClient",
      "PostgresClient", "Workers", "Benchmark", "Alerts", "Notices", "Couriers", "FleetCommands", "Settings",
      "Telemetry", argumentParser, logging, unixSignals,
    ]
  ),
]

let fleet: [Target.Dependency] = [
  "EventModel", "SettingModel", "Scheduling", "Resolution", "Rollups", "Attribution", "Calibration", "Coaching",
  "Feedback", "Analytics", "Reports", "Alerts", "Delivery", "Simulation", "Streams", "Store", "Insight",
  "RedisClient", "PostgresClient", "Telemetry", "Admin", "Settings", "Workers", "Notices", "Couriers",
]

let testTargets: [Target] = [
  .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
  .target(
    name: "ReferenceFold",
    dependencies: ["EventModel", "Resolution", "Attribution"],
    path: "Tests/ReferenceFold",
    swiftSettings: strict
  ),
  .target(
    name: "TableOracle",
    dependencies: [
      "EventModel", "Attribution", "Resolution", "Store", "PostgresClient", "ReferenceFold",
    ],
    path: "Tests/TableOracle",
    swiftSettings: strict
  ),
  .executableTarget(
    name: "chaos",
    dependencies: [
      "EventModel", "Resolution", "Delivery", "Simulation", "Streams", "Store", "RedisClient", "PostgresClient",
      "ReferenceFold", "TableOracle", "TestSupport", argumentParser,
    ],
    path: "Tests/Chaos",
    swiftSettings: strict
  ),
  .target(
    name: "CostWorkload",
    dependencies: ["EventModel", "Resolution", "Delivery", "TestSupport"],
    path: "Tests/CostWorkload",
    swiftSettings: strict
  ),
  .target(name: "CAllocations", path: "Tests/CAllocations"),
  // No test target depends on it: the count of allocations would be linked into the tests themselves.
  .executableTarget(
    name: "cost-probe",
    dependencies: [
      "CAllocations", "CostWorkload", "Delivery", "EventModel", "Resolution", "Rollups", "Store", "PostgresClient",
    ],
    path: "Tests/CostProbe",
    swiftSettings: strict
  ),
  .target(
    name: "EventFuzz",
    dependencies: ["EventModel", "TestSupport"],
    path: "Tests/EventFuzz",
    swiftSettings: strict
  ),
  .target(
    name: "Sinks",
    dependencies: [networking, networkMessages, networkThreads],
    path: "Tests/Sinks",
    swiftSettings: strict
  ),
  .target(
    name: "DeliverySimulation",
    dependencies: ["EventModel", "Resolution", "Calibration", "Delivery", "TestSupport"],
    path: "Tests/DeliverySimulation",
    swiftSettings: strict
  ),
  tests("Architecture", []),
  tests("Chaos", ["chaos", "Delivery", "EventModel", "Resolution", "TestSupport"]),
  tests("EventModel", ["EventModel", "EventFuzz", "TestSupport"]),
  tests("Attribution", ["Attribution", "EventModel", "TestSupport"]),
  tests("Calibration", ["Calibration", "EventModel", "SettingModel", "TestSupport"]),
  tests("Coaching", ["Coaching", "Calibration", "EventModel", "TestSupport"]),
  tests("Feedback", ["Feedback", "EventModel", "Calibration", "TestSupport", crypto]),
  tests("Resolution", ["Resolution", "Attribution", "EventModel", "SettingModel", "ReferenceFold", "TestSupport"]),
  tests("Rollups", ["Rollups", "Resolution", "Attribution", "EventModel", "TestSupport"]),
  tests(
    "Analytics",
    [
      "Analytics", "EventModel", "SettingModel", "Calibration", "Coaching", "Feedback", "Resolution", "TestSupport",
    ]
  ),
  tests(
    "Alerts",
    [
      "Alerts", "Analytics", "Calibration", "Coaching", "EventModel", "Feedback", "Resolution", "SettingModel",
      "TestSupport",
    ]
  ),
  tests(
    "Reports",
    [
      "Reports", "Boards", "Pages", "EventModel", "SettingModel", "Analytics", "Attribution", "Calibration", "Coaching",
      "Feedback", "Resolution", "TestSupport",
    ]
  ),
  tests("Delivery", ["Delivery", "EventModel"]),
  tests("Scheduling", ["Scheduling", "EventModel", "TestSupport"]),
  tests("Notices", ["Notices", "EventModel", "SettingModel", "TestSupport"]),
  tests("Couriers", ["Couriers", "Notices", "EventModel", "Settings", "Sinks", "TestSupport"]),
  tests("DeliverySimulation", ["DeliverySimulation", "Delivery", "EventModel"]),
  tests("Simulation", ["Simulation", "EventModel"]),
  tests("Benchmark", ["Benchmark", "EventModel", "Simulation"]),
  tests("IOThread", ["IOThread"]),
  tests("RedisClient", ["RedisClient", "IOThread", "TestSupport"]),
  tests("PostgresClient", ["PostgresClient", "IOThread", "TestSupport"]),
  tests("LiveStream", ["LiveStream", "EventModel", "RedisClient", "TestSupport"]),
  tests("Access", ["Access", "EventModel"]),
  tests("Settings", ["Settings"]),
  tests("Telemetry", ["Telemetry", "EventModel", logging, metrics]),
  tests("Admin", ["Admin", "Settings", "Telemetry", "TestSupport", logging, serviceLifecycle]),
  tests("Streams", ["Streams", "Delivery", "EventModel", "RedisClient", "TestSupport"]),
  tests(
    "LearningAPI",
    [
      "LearningAPI", "Access", "EventModel", "Delivery", "Feedback", "Insight", "PostgresClient", "RedisClient",
      "Reports", "Resolution", "Alerts", "Settings", "Store", "Streams", "Telemetry", "Workers", "TestSupport",
      logging, serviceLifecycle, crypto, httpTypes, httpClient, httpRouter, networking, networkMessages,
    ]
  ),
  tests("SettingModel", ["SettingModel", "EventModel"]),
  tests(
    "Store",
    [
      "Store", "EventModel", "SettingModel", "Analytics", "Attribution", "Calibration", "Coaching", "Feedback",
      "Reports", "Resolution", "Alerts", "Notices", "Rollups", "PostgresClient", "TestSupport",
    ]
  ),
  tests("Insight", ["Insight", "EventModel", "TestSupport"]),
  tests("Fleet", fleet + ["ReferenceFold", "Sinks", "TableOracle", "TestSupport", logging, serviceLifecycle]),
  tests(
    "Cost",
    fleet + ["CostWorkload", "TestSupport", logging, serviceLifecycle],
    exclude: ["bounds.json"]
  ),
  tests(
    "Operator",
    fleet + [
      "outcome-worker", "calibration-aggregator", "learning-scheduler", "learning-api", "reckoner", "EventFuzz",
      "ReferenceFold", "Sinks", "TestSupport",
    ]
  ),
]

let package = Package(
  name: "reckoner",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    // Without its traits: the server of HTTP/1 alone, on FoundationEssentials.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: core + clients + shell + executables + testTargets
)
