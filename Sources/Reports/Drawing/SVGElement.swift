/// An element of a drawing: its name, its attributes in order, and what is in it. Whatever the texts are, what is written
/// is well-formed.
public struct SVGElement: Equatable, Sendable {
  public let name: String
  public private(set) var attributes: [(name: String, value: String)]
  public let children: [SVGElement]
  public let text: String?

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [SVGElement] = []) {
    self.name = name
    self.attributes = attributes.map { (name: $0.key, value: $0.value) }
    self.children = children
    text = nil
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.name = name
    self.attributes = attributes.map { (name: $0.key, value: $0.value) }
    children = []
    self.text = text
  }

  public static func == (left: Self, right: Self) -> Bool { left.markup == right.markup }

  /// XML that stands in HTML as well.
  public var markup: String {
    var text = ""
    append(to: &text)
    return text
  }

  private func append(to markup: inout String) {
    markup += "<\(name)"
    for attribute in attributes { markup += " \(attribute.name)=\"\(MarkupText.escaped(attribute.value))\"" }
    if children.isEmpty, text == nil {
      markup += "/>"
      return
    }
    markup += ">"
    if let text { markup += MarkupText.escaped(text) }
    for child in children { child.append(to: &markup) }
    markup += "</\(name)>"
  }
}
