public import Attribution

/// The removal effects of a tenant's own paths, and which paths those were.
public struct FittedEffects: Sendable {
  /// Paths to a conversion that counts as won.
  public let wonCount: Int64
  /// Paths to one that counts as lost.
  public let lostCount: Int64
  /// Conversations with actions and without any conversion.
  public let unconvertedCount: Int64
  public let fit: MarkovFit

  /// What `attribution_type_effects` holds of them.
  public var typeEffects: TypeEffects { fit.won.typeEffects }
}
