public import EventModel

// The kinds exist as types only: no value of them is ever made.
public enum FeedbackKind {}
public enum FeedbackTargetKind {}
public enum LinkKind {}
public enum ReviewerKind {}
public enum SlackTeamKind {}
public enum SlackUserKind {}

/// One act of feedback; unique per tenant.
public typealias FeedbackID = UUIDIdentifier<FeedbackKind>
/// What is rated: the id of a message, of a decision (an action) or of a conversation, as its own system names it.
public typealias FeedbackTargetID = TextIdentifier<FeedbackTargetKind>
/// One signed link.
public typealias LinkID = UUIDIdentifier<LinkKind>
/// A person who rates: the `sub` of their token.
public typealias ReviewerID = TextIdentifier<ReviewerKind>
/// A workspace of Slack's.
public typealias SlackTeamID = TextIdentifier<SlackTeamKind>
/// A person as Slack knows them.
public typealias SlackUserID = TextIdentifier<SlackUserKind>
