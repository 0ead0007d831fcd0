import Foundation
import FoundationXML

/// Reads markup as XML, strictly, and gathers what is in it.
final class MarkupCheck: NSObject, XMLParserDelegate {
  private(set) var elements: [String: Int] = [:]
  private(set) var attributes: Set<String> = []
  private(set) var identifiers: [String] = []
  private(set) var text = ""

  /// `nil` for what isn't well-formed.
  static func of(_ markup: String) -> MarkupCheck? {
    let check = MarkupCheck()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = check
    return parser.parse() ? check : nil
  }

  func parser(
    _ parser: XMLParser,
    didStartElement elementName: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes attributeDict: [String: String]
  ) {
    elements[elementName, default: 0] += 1
    attributes.formUnion(attributeDict.keys)
    if let id = attributeDict["id"] { identifiers.append(id) }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
