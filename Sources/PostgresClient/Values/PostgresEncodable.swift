/// A value that can be a parameter of a statement.
public protocol PostgresEncodable: Sendable {
  /// The type that the parameter is declared with; the bytes must be exactly of this type.
  static var postgresType: PostgresType { get }
  /// Whether the parameter is NULL; then ``encode(into:)`` isn't called.
  var isPostgresNull: Bool { get }
  /// Writes the binary format, without a length.
  func encode(into writer: inout PostgresByteWriter)
}

extension PostgresEncodable {
  public var isPostgresNull: Bool { false }
}

/// A value that can be an element of an array parameter.
public protocol PostgresArrayElement: PostgresEncodable {
  /// The type of arrays of these elements.
  static var postgresArrayType: PostgresType { get }
  /// Writes a one-dimensional array.
  ///
  /// A requirement, not only an extension, so that each type's loop is specialised where the type is declared.
  static func encodeArray(_ elements: [Self], into writer: inout PostgresByteWriter)
}

/// An element that is never NULL by itself.
public protocol PostgresScalar: PostgresArrayElement {
  /// Writes a one-dimensional array some of whose elements may be NULL.
  static func encodeArray(_ elements: [Self?], into writer: inout PostgresByteWriter)
}

extension PostgresScalar {
  public static func encodeArray(_ elements: [Self], into writer: inout PostgresByteWriter) {
    writer.writeArrayHeader(count: elements.count, hasNull: false, elementType: postgresType)
    // A guess that fits every fixed-width type.
    writer.reserve(elements.count * (4 + MemoryLayout<Self>.size))
    for element in elements {
      writer.writeLengthPrefixed { element.encode(into: &$0) }
    }
  }

  public static func encodeArray(_ elements: [Self?], into writer: inout PostgresByteWriter) {
    let hasNull = elements.contains { $0 == nil }
    writer.writeArrayHeader(count: elements.count, hasNull: hasNull, elementType: postgresType)
    writer.reserve(elements.count * (4 + MemoryLayout<Self>.size))
    for element in elements {
      if let element {
        writer.writeLengthPrefixed { element.encode(into: &$0) }
      } else {
        writer.write(Int32(-1))
      }
    }
  }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  public static var postgresType: PostgresType { Wrapped.postgresType }
  public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

  public func encode(into writer: inout PostgresByteWriter) {
    self?.encode(into: &writer)
  }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
  public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

  public static func encodeArray(_ elements: [Wrapped?], into writer: inout PostgresByteWriter) {
    Wrapped.encodeArray(elements, into: &writer)
  }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
  public static var postgresType: PostgresType { Element.postgresArrayType }

  public func encode(into writer: inout PostgresByteWriter) {
    Element.encodeArray(self, into: &writer)
  }
}

extension PostgresByteWriter {
  /// `array_send` in `arrayfuncs.c`: dimensions, null flag, element type; then length and lower bound of the one dimension.
  /// An empty array has no dimension at all.
  mutating func writeArrayHeader(count: Int, hasNull: Bool, elementType: PostgresType) {
    write(Int32(count == 0 ? 0 : 1))
    write(Int32(hasNull ? 1 : 0))
    write(elementType.rawValue)
    if count == 0 { return }
    write(Int32(truncatingIfNeeded: count))
    write(Int32(1))
  }
}
