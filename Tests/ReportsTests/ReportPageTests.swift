import EventModel
import Foundation
import Pages
import Reports
import Testing

struct ReportPageTests {
  private static let seeds: [UInt64] = Array(1...30)

  /// What the template and the drawings are made of.
  private static let elements: Set<String> = [
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "p", "h1", "h2",
    "h3",
    "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg", "desc", "line",
    "rect",
    "text", "circle", "polygon", "polyline",
  ]
  private static let attributes: Set<String> = [
    "lang", "charset", "name", "content", "class", "id", "scope", "xmlns", "viewBox", "role", "aria-labelledby", "x",
    "y",
    "x1", "x2", "y1", "y2", "width", "height", "cx", "cy", "r", "points", "text-anchor", "transform", "tabindex",
    "aria-label",
  ]

  private static func markup(_ page: String) throws -> MarkupCheck {
    let head = "<!doctype html>\n"
    try #require(page.hasPrefix(head))
    return try #require(MarkupCheck.of(String(page.dropFirst(head.count))), "not well-formed")
  }

  @Test("whatever the names are, a page holds the template's elements and attributes and no other", arguments: seeds)
  func hostileNames(seed: UInt64) throws {
    for kind in ReportKind.allCases {
      let world = ReportWorld(seed: seed, kind, hasTeam: kind == .daily && seed.isMultiple(of: 2))
      let page = ReportPage.html(world.report(revision: seed.isMultiple(of: 3) ? 2 : 1))
      let check = try Self.markup(page)
      #expect(Set(check.elements.keys).subtracting(Self.elements) == [], "seed \(seed)")
      #expect(check.attributes.subtracting(Self.attributes) == [], "seed \(seed)")
      #expect(check.elements["svg"] ?? 0 > 3, "seed \(seed)")
      #expect(Set(check.identifiers).count == check.identifiers.count, "an id is there once, seed \(seed)")
      for name in ReportWorld.hostileNames
      where name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\u{202E}" && $0 != "\u{FFFE}" }) {
        #expect(check.text.contains(name), "\(name) is shown as it is, seed \(seed)")
      }
      #expect(!page.unicodeScalars.contains("\u{202E}"), "no text turns around what stands beside it")
      #expect(page.contains("Revision 2") == seed.isMultiple(of: 3))
    }
  }

  @Test("nothing is loaded or run by a page, and no number is none", arguments: seeds.prefix(10))
  func selfContained(seed: UInt64) throws {
    for kind in ReportKind.allCases {
      for rowCount in [0, 3, 300] {
        let page = ReportPage.html(ReportWorld(seed: seed, kind, rowCount: rowCount).report())
        let check = try Self.markup(page)
        #expect(check.attributes.isDisjoint(with: ["src", "href", "onload", "style", "action"]))
        for word in ["url(", "@import", "http:"] {
          // The one name of a namespace is no address.
          #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains(word), "seed \(seed)")
        }
        let numbers = page.lowercased().matches(of: /[>\s,"(-](nan|inf)[<\s,")]/)
        #expect(numbers.isEmpty, "seed \(seed): \(numbers.map(\.output.1))")
        let fields = ["dark", "@media print", "lang=\"en\"", "viewport"]
        for field in fields { #expect(page.contains(field)) }
      }
    }
  }

  @Test("a page and its JSON twin say the same of every figure", arguments: seeds.prefix(10))
  func twins(seed: UInt64) throws {
    for kind in ReportKind.allCases {
      let report = ReportWorld(seed: seed, kind).report()
      let page = ReportPage.html(report)
      let json = try JSONParser.parse(JSONWriter.compact(report.json))
      let figures = try JSONPath.all(json, "sections", "parts", "figures")
      #expect(figures.count > 10, "seed \(seed)")
      for figure in figures {
        let label = try #require(figure["label"]?.text)
        let rows = page.matches(
          of:
            /<th scope="row">(.*?)<\/th><td class="number value">(.*?)<\/td>.*?<td class="number">(.*?)<\/td><td class="number">(.*?)<\/td>/
        )
        .filter { $0.output.1 == label }
        let row = try #require(
          rows.first { row in Self.agrees(String(row.output.2), figure) },
          "\(label), seed \(seed)"
        )
        let cases = try #require(figure["sample_size"]?.number)
        #expect(Double(row.output.4.replacing(",", with: "")) == cases, "\(label), seed \(seed)")
        let (isKnown, missing) = (figure["value"] != .null, figure["missing"]?.text)
        #expect(isKnown == (missing == nil), "\(label): a number, or why there is none")
        if let missing { #expect(page.contains(MarkupText.escaped(missing))) }
      }
      for table in try JSONPath.all(json, "sections", "parts", "tables") {
        let title = try #require(table["title"]?.text)
        #expect(page.contains("<figcaption>\(MarkupText.escaped(title))</figcaption>"), "\(title), seed \(seed)")
      }
      let rowCount = try JSONPath.all(json, "sections", "parts", "tables", "rows").count + figures.count
      let headCount = page.matches(of: /<thead>/).count
      #expect(page.matches(of: /<tr/).count == rowCount + headCount, "every row is on both, seed \(seed)")
    }
  }

  /// Whether what the page shows is the figure, but for rounding.
  private static func agrees(_ shown: String, _ figure: JSONValue) -> Bool {
    guard let value = figure["value"]?.number else { return shown == "–" }
    let digits = shown.filter { "0123456789.-".contains($0) }
    guard let number = Double(digits) else { return false }
    switch figure["unit"]?.text {
    case "proportion", "proportion_difference": return abs(number - value * 100) <= 0.0501
    default: return abs(number - value) <= max(0.0501, abs(value) / 1000)
    }
  }
}

extension JSONValue {
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number.double
  }
}

enum JSONPath {
  /// The elements of arrays within arrays, by the members' names.
  static func all(_ value: JSONValue, _ names: String...) throws -> [JSONValue] {
    try names.reduce([value]) { values, name in
      try values.flatMap { value in
        guard case .array(let elements)? = value[name] else { throw Missing(name: name) }
        return elements
      }
    }
  }

  private struct Missing: Error { let name: String }
}
