import FoundationEssentials
import Testing

@testable import PostgresClient

// Golden bytes, each also given by PostgreSQL 15 itself: `SELECT encode(uuid_send('…'), 'hex')` and its like.
@Suite struct BinaryFormatTests {
  private func hex(_ value: some PostgresEncodable) -> String {
    var parameters = PostgresParameters()
    parameters.append(value)
    return parameters.bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
  }

  @Test func `numbers are big-endian`() {
    #expect(hex(Int16(-2)) == "fffe")
    #expect(hex(Int32(0x0102_0304)) == "01020304")
    #expect(hex(Int64.min) == "8000000000000000")
    #expect(hex(1.5) == "3ff8000000000000")
    #expect(hex(-0.0) == "8000000000000000")
    #expect(hex(true) == "01")
    #expect(hex(false) == "00")
  }

  @Test(arguments: [
    (Int64(0), "fffca2fec4c82000"),
    (946_684_800_000_000, "0000000000000000"),
    (946_684_799_999_999, "ffffffffffffffff"),
    (946_684_800_000_001, "0000000000000001"),
  ])
  func `timestamps count from 2000`(microseconds: Int64, expected: String) {
    #expect(hex(PostgresTimestamp(microsecondsSince1970: microseconds)) == expected)
  }

  @Test func `a timestamp never means infinity`() {
    #expect(hex(PostgresTimestamp(microsecondsSince1970: .min)) == "8000000000000001")
    #expect(PostgresTimestamp(microsecondsSince2000: .max) == nil)
    #expect(PostgresTimestamp(microsecondsSince2000: .min) == nil)
  }

  @Test func `bytes and texts are as they are, and jsonb begins with its version`() throws {
    let uuid = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
    #expect(hex(uuid) == "00112233445566778899aabbccddeeff")
    #expect(hex("aä") == "61c3a4")
    #expect(hex("") == "")
    #expect(hex(PostgresJSON(text: "{}")) == "017b7d")
    #expect(hex(PostgresBytes([0, 255])) == "00ff")
  }

  @Test func `arrays have one dimension, and empty ones have none`() {
    #expect(
      hex([Int32(1), -1]) == "00000001" + "00000000" + "00000017" + "00000002" + "00000001" + "00000004"
        + "00000001" + "00000004" + "ffffffff"
    )
    #expect(hex([Int32]()) == "00000000" + "00000000" + "00000017")
    #expect(
      hex(["a", ""]) == "00000001" + "00000000" + "00000019" + "00000002" + "00000001" + "00000001" + "61" + "00000000"
    )
    #expect(
      hex([true, nil]) == "00000001" + "00000001" + "00000010" + "00000002" + "00000001" + "00000001" + "01"
        + "ffffffff"
    )
    #expect(hex([Int64?]()) == "00000000" + "00000000" + "00000014")
  }

  @Test func `NULL has a type and no bytes`() {
    var parameters = PostgresParameters()
    parameters.append(UUID?.none)
    parameters.append([Int64]?.none)
    parameters.append(String?.some(""))
    #expect(parameters.types == [.uuid, .int8Array, .text])
    #expect(parameters.lengths == [-1, -1, 0])
    #expect(parameters.bytes.isEmpty)
  }

  @Test func `too many parameters are refused here`() throws {
    var parameters = PostgresParameters()
    for _ in 0..<65_535 { parameters.append(true) }
    #expect(parameters.limitViolation == nil)
    parameters.append(true)
    #expect(parameters.limitViolation?.code == .encoding)
  }

  @Test func `a cut or lying array is refused, wherever it is cut`() {
    var parameters = PostgresParameters()
    parameters.append(["one", nil, "three"])
    let bytes = parameters.bytes
    for count in 0...bytes.count {
      bytes.prefix(count).withUnsafeBytes { raw in
        guard var reader = ArrayReader(raw, elementType: .text) else {
          #expect(count < bytes.count)
          return
        }
        var isWhole = true
        while let element = reader.next() {
          if case .malformed = element {
            isWhole = false
            break
          }
        }
        #expect(isWhole == (count == bytes.count), "cut at \(count)")
      }
    }
    bytes.withUnsafeBytes { raw in
      let hasForeignType = ArrayReader(raw, elementType: .int8) == nil
      #expect(hasForeignType)
    }
  }
}
