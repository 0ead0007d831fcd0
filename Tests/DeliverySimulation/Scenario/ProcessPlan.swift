/// What one process does.
public struct ProcessPlan: Hashable, Sendable {
  public let machines: [MachineKind]

  public init(_ machines: [MachineKind]) {
    self.machines = machines
  }
}

/// A loop of a process.
public enum MachineKind: Hashable, Sendable {
  case lane(StreamName)
  case redelivery(StreamName)
  case dueFolder
  case sweep
  case relay
  case reconciler
}
