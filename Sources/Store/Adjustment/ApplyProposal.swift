import Calibration
public import EventModel
import FoundationEssentials
public import PostgresClient

/// Notes that a proposal was applied, as a version, by a person; the caller holds the state.
public struct ApplyProposal: PostgresStatement {
  private let proposal: AdjustmentRow
  private let version: Int64
  private let person: String
  private let now: Timestamp

  public init(_ proposal: AdjustmentRow, as version: Int64, by person: String, now: Timestamp) {
    self.proposal = proposal
    self.version = version
    self.person = person
    self.now = now
  }

  public static let sql = """
    UPDATE learning.calibration_adjustments
    SET status = 'applied', version = $3, decided_by = $4, decided_at = $5
    WHERE tenant_id = $1 AND adjustment_id = $2 AND status = 'proposed'
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(proposal.key.tenantID.uuid)
    parameters.append(proposal.adjustmentID)
    parameters.append(version)
    parameters.append(person)
    parameters.append(PostgresTimestamp(now))
  }
}
