/// The frame that drawings share.
enum Canvas {
  /// Texts of about so many units wide and of 12 high are readable on a phone, too.
  static let width = 440.0
  static let characterWidth = 6.6

  /// A drawing with its title and description, which are what somebody hears who doesn't see it.
  static func drawing(
    _ name: String,
    title: String,
    description: String,
    height: Double,
    _ children: [SVGElement]
  ) -> SVGElement {
    let (titleID, descriptionID) = ("\(name)_title", "\(name)_description")
    return SVGElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
        "aria-labelledby": "\(titleID) \(descriptionID)", "class": "chart",
      ],
      [
        SVGElement("title", ["id": titleID], text: title),
        SVGElement("desc", ["id": descriptionID], text: description),
      ] + children
    )
  }

  /// With one decimal: a tenth of a unit is finer than any screen.
  static func number(_ value: Double) -> String {
    ValueText.fixed(value, decimals: 1, keepsZeros: false).replacing(",", with: "")
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> SVGElement {
    SVGElement(
      "line",
      ["x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "class": style]
    )
  }

  static func label(_ text: String, _ x: Double, _ y: Double, anchor: String = "start", _ style: String = "label")
    -> SVGElement
  {
    SVGElement("text", ["x": number(x), "y": number(y), "text-anchor": anchor, "class": style], text: text)
  }

  static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) -> SVGElement {
    SVGElement(
      "rect",
      ["x": number(x), "y": number(y), "width": number(width), "height": number(height), "class": style]
    )
  }

  /// As much of a text as fits.
  static func fitted(_ text: String, width: Double) -> String {
    let countMax = Int(width / characterWidth)
    return text.count <= countMax ? text : "\(text.prefix(max(countMax - 1, 1)))…"
  }
}
