public import EventModel
public import Notices

/// One attempt to bring a notice to a channel.
public struct Parcel: Sendable {
  public let id: DeliveryID
  public let tenant: TenantID
  public let channel: Channel
  public let notice: Notice

  public init(_ id: DeliveryID, of tenant: TenantID, through channel: Channel, notice: Notice) {
    self.id = id
    self.tenant = tenant
    self.channel = channel
    self.notice = notice
  }
}
