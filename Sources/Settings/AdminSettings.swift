/// Where a process serves its health and its metrics.
///
/// | setting | variable | default |
/// |---|---|---|
/// | address of `/livez`, `/readyz` and `/metrics` | `RECKONER_ADMIN_LISTEN` | `127.0.0.1:0`: this machine alone, any free port |
///
/// The default lets any number of processes start side by side; the port that was chosen stands in the log.
public struct AdminSettings: Sendable {
  public let listen: ListenAddress

  public init(reading reader: inout SettingsReader) {
    listen = reader.address("reckoner.admin.listen", default: ListenAddress(host: "127.0.0.1", port: 0))
  }
}
