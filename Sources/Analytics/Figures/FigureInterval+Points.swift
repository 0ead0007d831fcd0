import Coaching

extension FigureInterval {
  /// Bounds of a difference of proportions as a sentence writes them: `95 % interval -22 to -8.1`, in points and
  /// rounded outwards.
  var points: String {
    // A bound that lies on a tenth but for rounding lies on it.
    let lower = Int((low * 1000 + 1e-9).rounded(.down))
    let upper = Int((high * 1000 - 1e-9).rounded(.up))
    return "95 % interval \(FigureText.signed(tenths: lower)) to \(FigureText.signed(tenths: upper)) points"
  }
}
