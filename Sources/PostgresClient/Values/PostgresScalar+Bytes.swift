public import FoundationEssentials

extension UUID: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .uuid }
  public static var postgresArrayType: PostgresType { .uuidArray }
  public static var postgresTypes: [PostgresType] { [.uuid] }
  public static func isRead(from type: PostgresType) -> Bool { type == .uuid }
  public static var postgresArrayTypes: [PostgresType] { [.uuidArray] }

  public func encode(into writer: inout PostgresByteWriter) {
    withUnsafeBytes(of: uuid) { writer.write(contentsOf: $0) }
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> UUID? {
    raw.count == 16 ? UUID(uuid: raw.loadUnaligned(as: uuid_t.self)) : nil
  }
}

extension String: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .text }
  public static var postgresArrayType: PostgresType { .textArray }
  public static var postgresTypes: [PostgresType] { [.text, .varchar, .bpchar, .name] }
  public static func isRead(from type: PostgresType) -> Bool { type == .text || postgresTypes.contains(type) }
  public static var postgresArrayTypes: [PostgresType] { [.textArray, .varcharArray, .bpcharArray, .nameArray] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(contentsOf: self)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> String? {
    String(exactly: raw)
  }
}

extension PostgresJSON: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .jsonb }
  public static var postgresArrayType: PostgresType { .jsonbArray }
  public static var postgresTypes: [PostgresType] { [.jsonb, .json] }
  public static var postgresArrayTypes: [PostgresType] { [.jsonbArray, .jsonArray] }
  /// `jsonb_recv` in `jsonb.c` knows this one version: the text follows.
  private static let version: UInt8 = 1

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(Self.version)
    writer.write(contentsOf: text)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> PostgresJSON? {
    var body = raw
    if type == .jsonb {
      guard raw.first == version else { return nil }
      body = UnsafeRawBufferPointer(rebasing: raw.dropFirst())
    }
    return String(exactly: body).map { PostgresJSON(text: $0) }
  }
}

extension PostgresBytes: PostgresScalar, PostgresDecodable {
  public static var postgresType: PostgresType { .bytea }
  public static var postgresArrayType: PostgresType { .byteaArray }
  public static var postgresTypes: [PostgresType] { [.bytea] }
  public static var postgresArrayTypes: [PostgresType] { [.byteaArray] }

  public func encode(into writer: inout PostgresByteWriter) {
    writer.write(contentsOf: bytes)
  }

  public static func decode(_ raw: UnsafeRawBufferPointer, type: PostgresType) -> PostgresBytes? {
    PostgresBytes([UInt8](raw))
  }
}

extension String {
  /// The text that the bytes are in UTF-8; `nil` where they are none. Of ASCII alone there is nothing to validate, which the
  /// library's own check takes several times as long to find out.
  fileprivate init?(exactly bytes: UnsafeRawBufferPointer) {
    if bytes.reduce(0, { $0 | $1 }) < 0x80 {
      self.init(decoding: bytes, as: UTF8.self)
    } else {
      self.init(validating: bytes, as: UTF8.self)
    }
  }
}
