/// The SQL that makes the hashes of ``ErasureDigest``.
enum ErasedHash {
  /// - Parameters:
  ///   - tenant: a column with the tenant's id.
  ///   - id: a column with the id of a conversation or an outcome.
  static func sql(tenant: String, id: String) -> String {
    "sha256(uuid_send(\(tenant)) || uuid_send(\(id)))"
  }
}
