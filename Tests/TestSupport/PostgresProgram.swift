import Foundation

/// Where the programs of PostgreSQL are.
enum PostgresProgram {
  /// The newest installed server's programs (Debian keeps them out of the path), or else what the path has.
  static func path(_ name: String) throws -> String {
    let root = "/usr/lib/postgresql"
    let exists = FileManager.default.fileExists(atPath: root)
    let versions = exists ? try FileManager.default.contentsOfDirectory(atPath: root) : []
    let newestFirst = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let candidates = newestFirst.map { "\(root)/\($0)/bin" } + path
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) else {
      throw TestProcessFailure(description: "\(name) is installed neither under \(root) nor in the path")
    }
    return "\(found)/\(name)"
  }
}
