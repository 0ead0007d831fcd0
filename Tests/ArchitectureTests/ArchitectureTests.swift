import Foundation
import Testing

@Suite("Architecture")
struct ArchitectureTests {
  @Test("every import is an arrow that the architecture allows")
  func arrows() throws {
    let files = try SourceTree.current.swiftFiles(in: "Sources")
    #expect(files.count > 100, "the tree was not found")
    for file in files {
      let allowed = try #require(Architecture.allowed[file.target], "\(file.target) is no room of the house")
      for module in file.imports {
        #expect(allowed.contains(module), "\(file.path) imports \(module), which points up or sideways")
      }
    }
  }

  @Test("every room of the house exists")
  func rooms() throws {
    let targets = Set(try SourceTree.current.swiftFiles(in: "Sources").map(\.target))
    #expect(targets == Set(Architecture.allowed.keys))
  }

  @Test("the core has no clock, no chance, no input and no output")
  func purity() throws {
    for file in try SourceTree.current.swiftFiles(in: "Sources") where Architecture.coreTargets.contains(file.target) {
      for (number, line) in file.lines.enumerated() where !line.drop(while: \.isWhitespace).hasPrefix("//") {
        for word in Architecture.impure {
          #expect(!line.uses(word), "\(file.path):\(number + 1) uses \(word)")
        }
      }
    }
  }

  @Test("the simulation of the delivery has no clock, no chance but its seed, no input and no output")
  func simulationPurity() throws {
    let files = try SourceTree.current.swiftFiles(in: "Tests").filter { $0.target == "DeliverySimulation" }
    #expect(files.count > 20, "the simulation was not found")
    for file in files {
      for (number, line) in file.lines.enumerated() {
        for word in Architecture.impure {
          #expect(!line.uses(word), "\(file.path):\(number + 1) uses \(word)")
        }
      }
    }
  }

  /// The benchmark asks PostgreSQL what it counted, and its floor writes the rows without the product's statements.
  @Test("only Store writes SQL, and the benchmark, which measures it")
  func statements() throws {
    for file in try SourceTree.current.swiftFiles(in: "Sources")
    where !["Store", "PostgresClient", "Benchmark"].contains(file.target) {
      let text = file.lines.joined(separator: "\n")
      for verb in ["FROM", "INTO", "UPDATE", "JOIN", "TABLE"] {
        #expect(!text.contains("\(verb) learning."), "\(file.path) names a table of schema learning")
      }
      #expect(!text.contains("PostgresStatement"), "\(file.path) declares a statement")
    }
  }

  @Test("only Settings, and the programs that hand it the environment, read the environment")
  func environment() throws {
    let readers = ["Sources/Workers/Fleet/FleetProgram.swift"]
    for file in try SourceTree.current.swiftFiles(in: "Sources")
    where !["Settings", "reckoner"].contains(file.target) && !readers.contains(file.path) {
      for word in ["ProcessInfo.processInfo.environment", "getenv("] {
        #expect(!file.lines.contains { $0.contains(word) }, "\(file.path) reads the environment")
      }
    }
  }

  @Test("no file is longer than 400 lines")
  func fileLength() throws {
    for folder in ["Sources", "Tests"] {
      for file in try SourceTree.current.swiftFiles(in: folder) {
        #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines: split it")
      }
    }
  }

  @Test("nothing is left unfinished, and no error is dropped")
  func unfinished() throws {
    let marks = ["TO" + "DO", "FIX" + "ME", "fatalError" + "(", "catch " + "{}"]
    for file in try SourceTree.current.swiftFiles(in: "Sources") {
      for (number, line) in file.lines.enumerated() {
        for mark in marks { #expect(!line.contains(mark), "\(file.path):\(number + 1) has \(mark)") }
      }
    }
  }

  @Test("the reader of imports sees every form")
  func importForms() {
    let file = SourceTree.File(
      path: "Sources/X/a.swift",
      lines: [
        "import A", "public import B", "@testable import C", "public import struct D.E", "import F.G", "// import H",
        "let import_ = 1", "@preconcurrency internal import I",
      ]
    )
    #expect(file.imports == ["A", "B", "C", "D", "F", "I"])
  }
}

extension Substring {
  /// Whether a name occurs as a word of its own, and not as the end of a longer one.
  fileprivate func uses(_ word: String) -> Bool {
    ranges(of: word).contains { range in
      range.lowerBound == startIndex || !self[index(before: range.lowerBound)].isLetter
    }
  }
}
