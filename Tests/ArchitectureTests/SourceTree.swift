import Foundation

/// The repository as text: its source files, and what each one imports.
struct SourceTree {
  struct File {
    /// From the repository's root.
    let path: String
    let lines: [Substring]

    /// The target that the file belongs to.
    var target: String { String(path.split(separator: "/")[1]) }

    /// Modules that the file imports, however they are imported.
    var imports: [String] {
      lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), words[..<position].allSatisfy(Self.isModifier),
          var name = words.dropFirst(position + 1).first
        else { return nil }
        if ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"].contains(name) {
          guard let symbol = words.dropFirst(position + 2).first else { return nil }
          name = symbol
        }
        return String(name.prefix { $0 != "." })
      }
    }

    private static func isModifier(_ word: Substring) -> Bool {
      ["public", "package", "internal", "fileprivate", "private"].contains(word) || word.hasPrefix("@")
    }
  }

  let root: URL

  /// The tree that this test was built from.
  static let current = SourceTree(
    root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  )

  /// Every Swift file below a folder of the root.
  func swiftFiles(in folder: String) throws -> [File] {
    let base = root.appending(path: folder).resolvingSymlinksInPath()
    guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
    var files: [File] = []
    for case let path as String in walk where path.hasSuffix(".swift") {
      let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
      files.append(
        File(path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
      )
    }
    return files.sorted { $0.path < $1.path }
  }
}
