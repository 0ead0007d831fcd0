/// One who listens: a sequence of frames to write, for one reader.
///
/// The sequence ends after ``close()``, after a frame that says it is the last (`expired`, `restarting`), and when the
/// reader's task is cancelled. A reader who lets go of the listener has left.
public final class UpdateListener: Sendable, AsyncSequence {
  public typealias Element = LiveFrame
  public typealias Failure = Never

  private let hub: UpdateHub
  private let number: ListenerTable.Number
  private let filter: RepFilter?

  init(hub: UpdateHub, number: ListenerTable.Number, filter: RepFilter?) {
    self.hub = hub
    self.number = number
    self.filter = filter
  }

  deinit {
    hub.remove(number)
  }

  /// Leaves. Harmless when repeated.
  public func close() {
    hub.remove(number)
  }

  /// The next frame, as soon as there is one; `nil` at the end.
  public func next() async -> LiveFrame? {
    switch await hub.take(number) {
    case .handover(let handover): LiveFrame(handover, filter: filter, random: hub.randomUnit())
    case .nothing: preconditionFailure("a listener waits while it has nothing")
    case .gone: nil
    }
  }

  public func makeAsyncIterator() -> Iterator {
    Iterator(listener: self)
  }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let listener: UpdateListener

    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async -> LiveFrame? {
      await listener.next()
    }
  }
}
