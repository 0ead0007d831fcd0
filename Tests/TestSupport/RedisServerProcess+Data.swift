import Foundation

/// A server that loses data; for servers with an append-only file.
extension RedisServerProcess {
  private static let dataDirectory = "appendonlydir"
  private static let copyDirectory = "copy-of-data"

  /// Kills the server and starts it again with nothing in it.
  public func restartWithoutData() async throws {
    kill()
    try remove(Self.dataDirectory)
    try await restart()
  }

  /// Copies the data as they are, for ``restartWithCopiedData()``. The append-only file must not be rewritten meanwhile
  /// (`--auto-aof-rewrite-percentage 0`).
  public func copyData() throws {
    try remove(Self.copyDirectory)
    try copy(Self.dataDirectory, to: Self.copyDirectory)
  }

  /// Kills the server and starts it again as it was at the last ``copyData()``, as after a failover to a replica that is
  /// behind: what was written since is lost.
  public func restartWithCopiedData() async throws {
    kill()
    try remove(Self.dataDirectory)
    try copy(Self.copyDirectory, to: Self.dataDirectory)
    try await restart()
  }

  private func copy(_ source: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: files.path(of: source), toPath: files.path(of: target))
  }

  private func remove(_ name: String) throws {
    let path = files.path(of: name)
    if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
  }
}
