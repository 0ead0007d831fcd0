public import Boards
import Mustache
import Reports

/// A board as a page: what it says stands in it, and a script of ours draws and keeps it fresh.
public enum BoardPage {
  /// What stands around a board.
  public struct Frame: Sendable {
    /// Who looks.
    public var userID: String
    public var role: String
    public var tenant: String
    /// The boards that the reader may open, in order.
    public var boards: [BoardKind]
    /// Whether answers are taken.
    public var isReadOnly: Bool
    /// The days that the board is about; `nil` where it isn't about days.
    public var dayCount: Int?
    /// What just happened, in a sentence.
    public var message: String?

    public init(
      userID: String,
      role: String,
      tenant: String,
      boards: [BoardKind],
      isReadOnly: Bool,
      dayCount: Int? = nil,
      message: String? = nil
    ) {
      self.userID = userID
      self.role = role
      self.tenant = tenant
      self.boards = boards
      self.isReadOnly = isReadOnly
      self.dayCount = dayCount
      self.message = message
    }
  }

  public static func html(_ board: Board, in frame: Frame) -> String {
    var context = DashboardContext.frame(frame, current: board.kind)
    context.merge(BoardContext.board(board, frame)) { $1 }
    return PageTemplates.board.render(context)
  }
}
