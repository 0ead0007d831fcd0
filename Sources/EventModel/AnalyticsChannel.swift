/// The Redis channel on which a tenant's changes of the analytics are told: `t:{tenant_id}:analytics`.
public enum AnalyticsChannel {
  /// Fits the channels of all tenants.
  public static let pattern = "t:*:analytics"

  private static let prefix = "t:"
  private static let suffix = ":analytics"

  /// The channel of a tenant, as this fleet publishes to it.
  public static func name(of tenant: TenantID) -> String {
    "\(prefix)\(tenant)\(suffix)"
  }

  /// Whose channel it is, in either form: with braces around the id, as in Redis Cluster, or without.
  ///
  /// `nil` for any other name. An upper-case id is another channel than the tenant's, by the contract.
  public static func tenant(of channel: String) -> TenantID? {
    guard channel.utf8.count > prefix.utf8.count + suffix.utf8.count, channel.hasPrefix(prefix),
      channel.hasSuffix(suffix)
    else { return nil }
    var id = channel.dropFirst(prefix.count).dropLast(suffix.count)
    if id.hasPrefix("{"), id.hasSuffix("}") { id = id.dropFirst().dropLast() }
    guard let tenant = TenantID(text: String(id)), tenant.description == id else { return nil }
    return tenant
  }
}
