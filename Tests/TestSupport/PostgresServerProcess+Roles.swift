import Foundation

extension PostgresServerProcess {
  /// The address of a database over the socket, as a role that needs no password there.
  public func socketURL(database: String, role: String) -> String {
    "postgres://\(role)@/\(database)?host=\(directory.path)&port=\(port)"
  }
}
