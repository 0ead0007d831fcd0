import PostgresClient
import RedisClient
public import Settings

/// Checks the addresses of the stores together with the other settings, so that every mistake is named at once.
public struct SettingsCheck {
  private var mistakes: [String]

  /// Begins with the mistakes that the reader found.
  public init(_ reader: SettingsReader) {
    do throws(SettingsError) {
      try reader.finish()
      mistakes = []
    } catch {
      mistakes = error.mistakes
    }
  }

  /// - Parameter url: of Redis; an empty one was reported as missing.
  public mutating func redis(_ url: String) {
    if url.isEmpty { return }
    do throws(RedisError) {
      _ = try RedisConfiguration(url: url)
    } catch {
      mistakes.append("RECKONER_REDIS_URL is not an address of Redis: \(error.message)")
    }
  }

  /// - Parameters:
  ///   - url: of PostgreSQL; an empty one was reported as missing.
  ///   - variable: where it was read from.
  public mutating func postgres(_ url: String, variable: String = "RECKONER_DATABASE_URL") {
    if url.isEmpty { return }
    do throws(PostgresError) {
      _ = try PostgresConfiguration(url)
    } catch {
      mistakes.append("\(variable) is not an address of PostgreSQL: \(error.message)")
    }
  }

  /// Throws when anything was wrong.
  public func finish() throws(SettingsError) {
    if !mistakes.isEmpty { throw SettingsError(mistakes: mistakes) }
  }
}
