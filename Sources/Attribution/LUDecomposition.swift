/// P A = L U with partial pivoting (Golub and Van Loan, Matrix Computations, section 3.4), to solve A X = B exactly but
/// for rounding.
///
/// Steps between states are few among many states, so that zeros are passed over while factors are made and used.
struct LUDecomposition {
  private struct Term {
    let column: Int
    let factor: Double
  }

  private let size: Int
  /// L below the diagonal, its own diagonal of ones left out; U on and above it.
  private var factors: Matrix
  /// The row of A that stands in each row of the factors.
  private var permutation: [Int]
  /// The terms of L that aren't 0, row by row, and those of U above its diagonal.
  private var lower: [[Term]] = []
  private var upper: [[Term]] = []

  /// - Parameter matrix: square and regular, as I - Q of an absorbing chain is.
  init(_ matrix: Matrix) {
    precondition(matrix.rowCount == matrix.columnCount, "only a square matrix is decomposed")
    size = matrix.rowCount
    factors = matrix
    permutation = Array(0..<matrix.rowCount)
    for column in 0..<size {
      pivot(column)
      eliminate(column)
    }
    lower = (0..<size).map { terms(ofRow: $0, columns: 0..<$0) }
    upper = (0..<size).map { terms(ofRow: $0, columns: ($0 + 1)..<size) }
  }

  private func terms(ofRow row: Int, columns: Range<Int>) -> [Term] {
    columns.compactMap { column in
      let factor = factors[row, column]
      return factor == 0 ? nil : Term(column: column, factor: factor)
    }
  }

  /// Brings the largest element of the column, on or below the diagonal, onto the diagonal.
  private mutating func pivot(_ column: Int) {
    var best = column
    for row in column..<size where factors[row, column].magnitude > factors[best, column].magnitude { best = row }
    precondition(factors[best, column] != 0, "the matrix is singular")
    guard best != column else { return }
    permutation.swapAt(column, best)
    for index in 0..<size { factors.elements.swapAt(column * size + index, best * size + index) }
  }

  private mutating func eliminate(_ column: Int) {
    let size = size
    factors.elements.withUnsafeMutableBufferPointer { elements in
      for row in (column + 1)..<size where elements[row * size + column] != 0 {
        let factor = elements[row * size + column] / elements[column * size + column]
        elements[row * size + column] = factor
        for index in (column + 1)..<size {
          elements[row * size + index] -= factor * elements[column * size + index]
        }
      }
    }
  }

  /// The X of A X = B; as many right sides at once as B has columns.
  func solve(_ rightSides: Matrix) -> Matrix {
    precondition(rightSides.rowCount == size, "a right side has as many rows as the matrix")
    let width = rightSides.columnCount
    var solution = Matrix(rowCount: size, columnCount: width)
    for row in 0..<size {
      for column in 0..<width { solution[row, column] = rightSides[permutation[row], column] }
    }
    solution.elements.withUnsafeMutableBufferPointer { elements in
      for row in 0..<size {
        for term in lower[row] { Self.subtract(term, from: row, of: elements, width: width) }
      }
      for row in (0..<size).reversed() {
        for term in upper[row] { Self.subtract(term, from: row, of: elements, width: width) }
        let diagonal = factors[row, row]
        for index in row * width..<(row + 1) * width { elements[index] /= diagonal }
      }
    }
    return solution
  }

  private static func subtract(
    _ term: Term,
    from row: Int,
    of elements: UnsafeMutableBufferPointer<Double>,
    width: Int
  ) {
    let (target, source) = (row * width, term.column * width)
    for index in 0..<width { elements[target + index] -= term.factor * elements[source + index] }
  }
}
