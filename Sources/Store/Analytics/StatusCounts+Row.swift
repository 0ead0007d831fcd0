import Analytics
import PostgresClient

extension StatusCounts {
  /// pending_count, positive_count, negative_count, ambiguous_count, expired_count, labelled_count.
  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    self.init(
      pending: try row.int64(),
      positive: try row.int64(),
      negative: try row.int64(),
      ambiguous: try row.int64(),
      expired: try row.int64(),
      labelled: try row.int64()
    )
  }
}
