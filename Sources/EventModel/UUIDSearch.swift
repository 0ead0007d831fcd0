public import FoundationEssentials

/// Finds what looks like a UUID in the fields of an entry, wherever it stands and whether or not the entry can be decoded.
public enum UUIDSearch {
  private static let length = 36
  private static let hyphens = [8, 13, 18, 23]

  /// - Parameter countMax: different ones at most.
  public static func find(in fields: [StreamField], countMax: Int) -> Set<UUID> {
    var found: Set<UUID> = []
    for field in fields {
      for bytes in [field.name, field.value] {
        bytes.withUnsafeBufferPointer { bytes in
          var place = 0
          while place + length <= bytes.count, found.count < countMax {
            // Most places are ruled out by one look.
            guard bytes[place + hyphens[0]] == UInt8(ascii: "-"),
              hyphens.allSatisfy({ bytes[place + $0] == UInt8(ascii: "-") }),
              let uuid = UUID(exactText: UnsafeBufferPointer(rebasing: bytes[place..<place + length]))
            else {
              place += 1
              continue
            }
            found.insert(uuid)
            place += length
          }
        }
      }
    }
    return found
  }
}
