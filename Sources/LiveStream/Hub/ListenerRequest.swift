public import EventModel

/// Who wants to listen, and to what.
public struct ListenerRequest: Sendable {
  public let tenantID: TenantID
  /// The token's subject: what the limit for each principal counts by, within the tenant.
  public let userID: String
  /// `nil` sees everything of the tenant.
  public let filter: RepFilter?
  /// What the client says that it saw last (`Last-Event-ID`); `nil` or empty for one that comes for the first time.
  public let lastEventID: String?
  /// When the token expires, and with it the stream; `nil` is never.
  public let expiresAt: Timestamp?

  public init(
    tenantID: TenantID,
    userID: String,
    filter: RepFilter? = nil,
    lastEventID: String? = nil,
    expiresAt: Timestamp? = nil
  ) {
    self.tenantID = tenantID
    self.userID = userID
    self.filter = filter
    self.lastEventID = lastEventID
    self.expiresAt = expiresAt
  }

  var principal: ListenerPrincipal { ListenerPrincipal(tenantID: tenantID, userID: TextIdentifier(userID)) }
}

enum ListenerUserKind {}

/// Whom listeners are counted by.
struct ListenerPrincipal: Hashable, Sendable {
  let tenantID: TenantID
  let userID: TextIdentifier<ListenerUserKind>
}
