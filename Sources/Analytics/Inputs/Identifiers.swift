public import EventModel

// The kind exists as a type only: no value of it is ever made.
public enum TeamKind {}

/// A team of reps, as the tenant's tokens name it.
public typealias TeamID = TextIdentifier<TeamKind>
