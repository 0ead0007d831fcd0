public import EventModel
import FoundationEssentials

public enum DeliveryKind {}

/// One notice on its way through one channel of one tenant. Every attempt carries it, so that a receiver can tell a
/// repetition from something new.
public typealias DeliveryID = UUIDIdentifier<DeliveryKind>

extension UUIDIdentifier where Kind == DeliveryKind {
  /// The one delivery of a subject by a channel: a name-based UUID, so that whoever asks for it again asks for the same.
  public init(tenant: TenantID, subject: Notice.Subject, channel: String) {
    self.init(UUID(namespace: tenant.uuid, name: "\(subject.id.lowercaseText)/\(subject.event)/\(channel)"))
  }

  /// A number below 65,536 for each attempt, as good as drawn: the id is a hash, and each attempt takes two bytes of it.
  func share(_ attempt: Int) -> Int {
    withUnsafeBytes(of: uuid.uuid) { bytes in
      let place = attempt * 2 % bytes.count
      return Int(bytes[place]) << 8 | Int(bytes[(place + 1) % bytes.count])
    }
  }
}
