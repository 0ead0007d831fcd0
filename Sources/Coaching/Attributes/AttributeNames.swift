public import EventModel

// The kinds exist as types only: no value of them is ever made.
public enum ChannelKind {}
public enum PersonaKind {}
public enum RepKind {}
public enum EscalationTriggerKind {}

/// The way an action took to the customer, such as `email`.
public typealias ChannelName = TextIdentifier<ChannelKind>
/// What kind of person the customer is, such as `cfo`.
public typealias PersonaName = TextIdentifier<PersonaKind>
/// The rep for whom the agent acted.
public typealias RepID = TextIdentifier<RepKind>
/// Why the agent handed over to a person.
public typealias EscalationTrigger = TextIdentifier<EscalationTriggerKind>
