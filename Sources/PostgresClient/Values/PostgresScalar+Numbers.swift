extension Bool: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .bool }
  public static var postgresArrayType: PostgresType { .boolArray }
  public static var postgresTypes: [PostgresType] { [.bool] }
  public static func isRead(from type: PostgresType) -> Bool { type == .bool }
  public static var postgresArrayTypes: [PostgresType] { [.boolArray] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(UInt8(self ? 1 : 0))
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> Bool? {
    raw.wholeInteger(UInt8.self).map { $0 != 0 }
  }
}

extension Int16: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .int2 }
  public static var postgresArrayType: PostgresType { .int2Array }
  public static var postgresTypes: [PostgresType] { [.int2] }
  public static func isRead(from type: PostgresType) -> Bool { type == .int2 }
  public static var postgresArrayTypes: [PostgresType] { [.int2Array] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(self)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> Int16? {
    raw.wholeInteger()
  }
}

extension Int32: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .int4 }
  public static var postgresArrayType: PostgresType { .int4Array }
  public static var postgresTypes: [PostgresType] { [.int4] }
  public static func isRead(from type: PostgresType) -> Bool { type == .int4 }
  public static var postgresArrayTypes: [PostgresType] { [.int4Array] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(self)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> Int32? {
    raw.wholeInteger()
  }
}

extension Int64: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .int8 }
  public static var postgresArrayType: PostgresType { .int8Array }
  public static var postgresTypes: [PostgresType] { [.int8] }
  public static func isRead(from type: PostgresType) -> Bool { type == .int8 }
  public static var postgresArrayTypes: [PostgresType] { [.int8Array] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(self)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> Int64? {
    raw.wholeInteger()
  }
}

extension Double: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .float8 }
  public static var postgresArrayType: PostgresType { .float8Array }
  public static var postgresTypes: [PostgresType] { [.float8] }
  public static func isRead(from type: PostgresType) -> Bool { type == .float8 }
  public static var postgresArrayTypes: [PostgresType] { [.float8Array] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(bitPattern)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> Double? {
    raw.wholeInteger(UInt64.self).map { Double(bitPattern: $0) }
  }
}

extension PostgresTimestamp: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .timestamptz }
  public static var postgresArrayType: PostgresType { .timestamptzArray }
  public static var postgresTypes: [PostgresType] { [.timestamptz] }
  public static func isRead(from type: PostgresType) -> Bool { type == .timestamptz }
  public static var postgresArrayTypes: [PostgresType] { [.timestamptzArray] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(microsecondsSince2000)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> PostgresTimestamp? {
    raw.wholeInteger(Int64.self).flatMap { PostgresTimestamp(microsecondsSince2000: $0) }
  }
}
