import Foundation
import Simulation
import Testing

@testable import Workers

struct SpilledRecordsTests {
  private struct Number: SpilledRecord {
    let hash: UInt64
    let value: Int
  }

  private static func hash(_ value: Int) -> UInt64 {
    var generator = SeededGenerator(seed: UInt64(value))
    return generator.next()
  }

  @Test(
    "everything that was added comes back in its partition, in the order of the hashes",
    arguments: [0, 1, 300_000]
  )
  func all(count: Int) throws {
    var records = SpilledRecords<Number>()
    for value in 0..<count { try records.append(Number(hash: Self.hash(value), value: value)) }
    #expect(records.count == count)
    var values: [Int] = []
    for index in 0..<SpilledRecords<Number>.partitionCount {
      let part = try records.partition(index)
      #expect(part.allSatisfy { Int($0.hash >> 56) == index && $0.hash == Self.hash($0.value) })
      #expect(zip(part, part.dropFirst()).allSatisfy { $0.hash <= $1.hash })
      values += part.map(\.value)
    }
    #expect(values.sorted() == Array(0..<count))
  }

  @Test("equal hashes count once, however many and wherever they lie")
  func distinct() throws {
    var records = SpilledRecords<Number>()
    for round in 0..<3 {
      for value in 0..<(100_000 - round * 30_000) { try records.append(Number(hash: Self.hash(value), value: round)) }
    }
    #expect(try records.distinctCount() == 100_000)
    #expect(try records.partition(7).records(hash: Self.hash(1_000_000)).isEmpty)
    let first = Self.hash(5)
    #expect(try records.partition(Int(first >> 56)).records(hash: first).map(\.value).sorted() == [0, 1, 2])
  }

  @Test("what doesn't fit into the chunks goes to the file, and little data makes none")
  func spill() throws {
    var records = SpilledRecords<Number>()
    let chunks = SpilledRecords<Number>.partitionCount * SpilledRecords<Number>.chunkByteCount
    for value in 0..<1000 { try records.append(Number(hash: Self.hash(value), value: value)) }
    #expect(records.spilledByteCount == 0)
    for value in 0..<500_000 { try records.append(Number(hash: Self.hash(value), value: value)) }
    let byteCount = records.count * MemoryLayout<Number>.stride
    #expect(records.spilledByteCount > byteCount - chunks && records.spilledByteCount <= byteCount)
  }

  @Test("of many rows the first few are kept in their order, and all are counted")
  func firstRows() {
    var rows = FirstRows<Int>(countMax: 5)
    for value in (0..<1000).map({ ($0 * 7919) % 1000 }) { rows.add(value) }
    #expect(rows.first == [0, 1, 2, 3, 4] && rows.count == 1000)
  }
}
