import Testing

@testable import PostgresClient

@Suite struct PipelineStateMachineTests {
  private typealias Machine = PipelineStateMachine

  private func actions(_ commandCount: Int, _ replies: [PipelineStateMachine.Reply]) -> [PipelineStateMachine.Action] {
    var machine = PipelineStateMachine(commandCount: commandCount)
    return replies.map { machine.receive($0) }
  }

  @Test func `each command yields a result and a separator, the sync yields one result`() {
    #expect(
      actions(2, [.success, .none, .success, .none, .synchronized])
        == [.deliver(0), .proceed, .deliver(1), .proceed, .finish]
    )
    #expect(actions(0, [.synchronized]) == [.finish])
  }

  @Test func `what follows a failure is skipped`() {
    #expect(
      actions(3, [.success, .none, .failure, .none, .aborted, .none, .synchronized])
        == [.deliver(0), .proceed, .fail(1), .proceed, .skip(2), .proceed, .finish]
    )
  }

  @Test func `an error of the implicit commit comes before the sync`() {
    #expect(actions(1, [.success, .none, .failure, .synchronized]) == [.deliver(0), .proceed, .failAtEnd, .finish])
    #expect(
      actions(1, [.success, .none, .failure, .none, .synchronized])
        == [.deliver(0), .proceed, .failAtEnd, .proceed, .finish]
    )
  }

  @Test func `every sequence either follows the grammar or ends in a violation, and none delivers after a failure`() {
    let replies: [PipelineStateMachine.Reply] = [.success, .failure, .aborted, .synchronized, .none, .unexpected]
    var finishedCount = 0
    // All sequences of up to eight replies, cut where the machine ends.
    func explore(_ machine: PipelineStateMachine, _ depth: Int, _ failed: Bool, _ delivered: Int) {
      if depth == 8 { return }
      for reply in replies {
        var machine = machine
        switch machine.receive(reply) {
        case .deliver(let index):
          #expect(!failed && index == delivered)
          explore(machine, depth + 1, failed, delivered + 1)
        case .fail, .failAtEnd:
          #expect(!failed)
          explore(machine, depth + 1, true, delivered)
        case .skip:
          #expect(failed)
          explore(machine, depth + 1, failed, delivered)
        case .proceed: explore(machine, depth + 1, failed, delivered)
        case .finish:
          #expect(reply == .synchronized && (failed || delivered == 2))
          finishedCount += 1
        case .violate: continue
        }
      }
    }
    explore(PipelineStateMachine(commandCount: 2), 0, false, 0)
    #expect(finishedCount > 3)
  }
}
