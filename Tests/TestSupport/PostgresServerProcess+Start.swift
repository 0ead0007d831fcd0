import Foundation
import Glibc

extension PostgresServerProcess {
  /// SIGQUIT also ends the sessions; they let go of their files a little later.
  private static let ending = """
    kill -CONT $$; kill -QUIT $$
    count=0; while kill -0 $$ && [ $count -lt 100 ]; do sleep 0.1; count=$((count + 1)); done
    """

  /// Initialises the data at the first start, and leaves the server's own arguments.
  private static let preparation = """
    user=$1; initdb=$2; password=$3; shift 3
    as() { if [ -n "$user" ]; then setpriv --reuid="$user" --regid="$user" --init-groups "$@"; else "$@"; fi; }
    cd "$directory" || exit 1
    if [ ! -s data/PG_VERSION ]; then
      as "$initdb" --pgdata=data --username=postgres --encoding=UTF8 --locale=C --no-sync \\
        --auth-local=trust ${password:+--auth-host=scram-sha-256} ${password:+--pwfile="$password"} \\
        $( [ -n "$password" ] || echo --auth-host=trust ) || exit 1
    fi
    if [ -n "$user" ]; then set -- setpriv --reuid="$user" --regid="$user" --init-groups "$@"; fi
    """

  /// Gives the directory to the user of the server, and the password to `initdb`.
  func prepareDirectory() throws {
    if geteuid() == 0 {
      guard let user = getpwnam("postgres"), chown(files.path, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
        throw Failure(description: "there is no user 'postgres' to run the server as")
      }
    }
    guard let password = options.password else { return }
    try files.write(password, to: "password")
    chmod(files.path(of: "password"), 0o644)
  }

  func startWatched() throws -> WatchedProcess {
    let user = geteuid() == 0 ? "postgres" : ""
    let password = options.password == nil ? "" : files.path(of: "password")
    let arguments =
      [user, try PostgresProgram.path("initdb"), password, try PostgresProgram.path("postgres"), "-D", "data"]
      + settings.flatMap { ["-c", "\($0.key)=\($0.value)"] }
    let spawn = ProcessSpawn(arguments, output: files.path(of: "postgres.log"))
    return try WatchedProcess(spawn, directory: files, preparation: Self.preparation, ending: Self.ending)
  }

  private var settings: [String: String] {
    var settings = options.settings
    settings["listen_addresses"] = "127.0.0.1"
    settings["port"] = "\(port)"
    settings["unix_socket_directories"] = files.path
    settings["fsync"] = options.fsync ? "on" : "off"
    settings["shared_buffers"] = settings["shared_buffers"] ?? "64MB"
    return settings
  }
}
