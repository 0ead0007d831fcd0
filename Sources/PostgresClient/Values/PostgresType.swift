/// A type of the server, by its object identifier; the built-in ones never change (`pg_type.dat`).
public struct PostgresType: RawRepresentable, Hashable, Sendable {
  /// The OID of the type.
  public let rawValue: UInt32

  /// A type by its OID.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  public static let bool = PostgresType(rawValue: 16)
  public static let bytea = PostgresType(rawValue: 17)
  public static let name = PostgresType(rawValue: 19)
  public static let int8 = PostgresType(rawValue: 20)
  public static let int2 = PostgresType(rawValue: 21)
  public static let int4 = PostgresType(rawValue: 23)
  public static let text = PostgresType(rawValue: 25)
  public static let json = PostgresType(rawValue: 114)
  public static let float8 = PostgresType(rawValue: 701)
  public static let bpchar = PostgresType(rawValue: 1042)
  public static let varchar = PostgresType(rawValue: 1043)
  public static let timestamptz = PostgresType(rawValue: 1184)
  public static let uuid = PostgresType(rawValue: 2950)
  public static let jsonb = PostgresType(rawValue: 3802)

  public static let boolArray = PostgresType(rawValue: 1000)
  public static let byteaArray = PostgresType(rawValue: 1001)
  public static let nameArray = PostgresType(rawValue: 1003)
  public static let int2Array = PostgresType(rawValue: 1005)
  public static let int4Array = PostgresType(rawValue: 1007)
  public static let textArray = PostgresType(rawValue: 1009)
  public static let bpcharArray = PostgresType(rawValue: 1014)
  public static let varcharArray = PostgresType(rawValue: 1015)
  public static let int8Array = PostgresType(rawValue: 1016)
  public static let float8Array = PostgresType(rawValue: 1022)
  public static let timestamptzArray = PostgresType(rawValue: 1185)
  public static let jsonArray = PostgresType(rawValue: 199)
  public static let uuidArray = PostgresType(rawValue: 2951)
  public static let jsonbArray = PostgresType(rawValue: 3807)

  private static let names: [PostgresType: String] = [
    .bool: "boolean", .bytea: "bytea", .name: "name", .int8: "bigint", .int2: "smallint", .int4: "integer",
    .text: "text", .json: "json", .float8: "double precision", .bpchar: "character", .varchar: "character varying",
    .timestamptz: "timestamptz", .uuid: "uuid", .jsonb: "jsonb", .boolArray: "boolean[]", .byteaArray: "bytea[]",
    .nameArray: "name[]", .int2Array: "smallint[]", .int4Array: "integer[]", .textArray: "text[]",
    .bpcharArray: "character[]", .varcharArray: "character varying[]", .int8Array: "bigint[]",
    .float8Array: "double precision[]", .timestamptzArray: "timestamptz[]", .jsonArray: "json[]",
    .uuidArray: "uuid[]", .jsonbArray: "jsonb[]",
  ]
}

extension PostgresType: CustomStringConvertible {
  /// The name in SQL, or the bare OID of a type that this client has no word for.
  public var description: String { Self.names[self] ?? "type \(rawValue)" }
}
