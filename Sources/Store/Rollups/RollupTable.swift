/// One of the daily tables: what its rows are told apart by, and what they sum. Beside the table `learning.<name>_rollups`
/// stand the views `<name>_rollup_changes`, of what waits to be folded, and `<name>_rollup_recounts`, of what a count of
/// everything says.
public protocol RollupTable: Sendable {
  static var name: String { get }
  /// The columns of the key behind the tenant.
  static var keys: [String] { get }
  /// The key's columns as a person reads them, each as SQL.
  static var shownKeys: [String] { get }
  static var figures: [RollupFigure] { get }
}

/// A column that is summed, with its type.
public struct RollupFigure: Sendable {
  let name: String
  let type: String

  fileprivate static func whole(_ names: String...) -> [RollupFigure] {
    names.map { RollupFigure(name: $0, type: "int8") }
  }
}

/// Actions and their costs.
public enum ActionRollupTable: RollupTable {
  public static let name = "action"
  public static let keys = ["day", "rep_id", "action_type", "channel"]
  public static let figures = RollupFigure.whole("action_count", "cost_count", "cost_micros")
}

/// Conversions' credits.
public enum ImpactRollupTable: RollupTable {
  public static let name = "impact"
  public static let keys = ActionRollupTable.keys + ["currency", "signal_type", "signal"]
  public static let figures =
    RollupFigure.whole("touch_count", "credit_micros") + [RollupFigure(name: "amount", type: "numeric")]
}

/// Outcomes and their samples.
public enum OutcomeRollupTable: RollupTable {
  public static let name = "outcome"
  public static let keys = ActionRollupTable.keys + ["outcome_type", "is_primary"]
  public static let shownKeys =
    ActionRollupTable.shownKeys + ["outcome_type", "CASE WHEN is_primary THEN 'primary' ELSE 'further' END"]
  public static let figures = RollupFigure.whole(
    "pending_count",
    "positive_count",
    "negative_count",
    "ambiguous_count",
    "expired_count",
    "labelled_count",
    "sample_count",
    "sample_weight_micros",
    "sample_confidence_micros",
    "sample_outcome_micros"
  )
}

extension RollupTable {
  public static var shownKeys: [String] { ["to_char(day, 'YYYY-MM-DD')"] + keys.dropFirst() }

  static var rollups: String { "learning.\(name)_rollups" }
  static var changes: String { "learning.\(name)_rollup_changes" }
  static var recounts: String { "learning.\(name)_rollup_recounts" }
  /// What each conversation contributes.
  static var parts: String { "learning.\(name)_rollup_parts" }
  /// What removed conversations had contributed, summed up; ``recounts`` has it too.
  static var retired: String { "learning.retired_\(name)_rollups" }

  /// The whole key.
  static var keyList: String { list(["tenant_id"] + keys) }
  static var columnList: String { list(["tenant_id"] + keys + figures.map(\.name)) }

  /// The columns, with what a row takes away instead of what it adds.
  static var negatedList: String { list(["tenant_id"] + keys + figures.map { "-\($0.name) AS \($0.name)" }) }
  static var sumList: String { list(figures.map { "sum(\($0.name))::\($0.type) AS \($0.name)" }) }
  /// What an upsert of `rollup` sets.
  static var additionList: String {
    list(figures.map { "\($0.name) = rollup.\($0.name) + excluded.\($0.name)" })
  }
  static var isDifferent: String { figures.map { "sum(\($0.name)) <> 0" }.joined(separator: " OR ") }

  /// Two parts of a WITH: `difference`, the sums of what the rows $1 change, and `written`, which adds them to the table.
  ///
  /// Rows are written in the order of their keys, so that two folds never wait for each other in a circle.
  static var folding: String {
    """
    WITH difference AS MATERIALIZED (
      SELECT \(keyList), \(sumList) FROM \(changes) WHERE change_id = ANY ($1::int8[]) GROUP BY \(keyList)
    ), written AS (
      INSERT INTO \(rollups) AS rollup (\(columnList))
      SELECT * FROM difference ORDER BY \(keyList)
      ON CONFLICT (\(keyList)) DO UPDATE SET \(additionList)
    )
    """
  }

  private static func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }
}
