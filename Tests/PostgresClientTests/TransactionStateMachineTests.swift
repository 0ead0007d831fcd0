import Testing

@testable import PostgresClient

@Suite struct TransactionStateMachineTests {
  private let failure = PostgresError(.server(sqlState: "23505"), "duplicate", sqlState: "23505")

  @Test func `BEGIN rides with the first round trip only`() {
    var machine = TransactionStateMachine(isolation: .readCommitted)
    #expect(!machine.isOpen)
    do {
      let found = machine.takeQueued()
      #expect(found == [.begin(.readCommitted)])
    }
    #expect(machine.isOpen)
    do {
      let found = machine.takeQueued()
      #expect(found == [])
    }
  }

  @Test func `savepoints ride along, and one that wasn't sent is forgotten`() {
    var machine = TransactionStateMachine(isolation: .serializable)
    let first = machine.openSavepoint()
    machine.releaseSavepoint(first)
    let second = machine.openSavepoint()
    do {
      let found = machine.takeQueued()
      #expect(found == [.begin(.serializable), .openSavepoint(second)])
    }
    machine.releaseSavepoint(second)
    do {
      let found = machine.takeQueued()
      #expect(found == [.releaseSavepoint(second)])
    }
  }

  @Test func `a failure is undone by the savepoint that was sent`() throws {
    var machine = TransactionStateMachine(isolation: .readCommitted)
    let savepoint = machine.openSavepoint()
    _ = machine.takeQueued()
    machine.failed(failure, connectionSurvives: true)
    #expect(throws: PostgresError.self) { try machine.checkUsable() }
    do {
      let found = machine.rollBackToSavepoint(savepoint)
      #expect(found == [.rollbackToSavepoint(savepoint), .releaseSavepoint(savepoint)])
    }
    machine.recovered()
    try machine.checkUsable()
    #expect(machine.isOpen)
  }

  @Test func `a failed session can't be saved by a savepoint that wasn't sent`() {
    var machine = TransactionStateMachine(isolation: .readCommitted)
    _ = machine.takeQueued()
    let savepoint = machine.openSavepoint()
    machine.failed(failure, connectionSurvives: true)
    do {
      let found = machine.rollBackToSavepoint(savepoint)
      #expect(found == nil)
    }
  }

  @Test func `what fails before BEGIN leaves nothing to roll back`() {
    var machine = TransactionStateMachine(isolation: .readCommitted)
    machine.failed(failure, connectionSurvives: true)
    #expect(!machine.isOpen)
    #expect(throws: PostgresError.self) { try machine.checkUsable() }
  }

  @Test func `a lost connection ends the transaction with the first failure`() {
    var machine = TransactionStateMachine(isolation: .readCommitted)
    let savepoint = machine.openSavepoint()
    _ = machine.takeQueued()
    machine.failed(PostgresError(.connectionLost, "gone"), connectionSurvives: false)
    #expect(!machine.isOpen)
    do {
      let found = machine.rollBackToSavepoint(savepoint)
      #expect(found == nil)
    }
    let error = #expect(throws: PostgresError.self) { try machine.checkUsable() }
    #expect(error?.code == .connectionLost)
  }

  @Test func `a commit ends it`() {
    var machine = TransactionStateMachine(isolation: .readCommitted)
    _ = machine.takeQueued()
    machine.succeeded(committing: true)
    #expect(machine.isCommitted && !machine.isOpen)
  }

  @Test func `a prepared statement must keep its parameter types, and may be prepared again after a failure`() throws {
    var table = PreparedStatementTable()
    let key = ObjectIdentifier(Int.self)
    do {
      let found = try table.beginPreparing(key, types: [.text])
      #expect(found == "s1")
    }
    do {
      let found = try table.beginPreparing(key, types: [.text])
      #expect(found == nil)
    }
    #expect(table.name(of: key) == nil)
    table.endPreparing(key, succeeded: false)
    do {
      let found = try table.beginPreparing(key, types: [.text])
      #expect(found == "s1")
    }
    table.endPreparing(key, succeeded: true)
    #expect(table.name(of: key) == "s1")
    #expect(throws: PostgresError.self) { try table.beginPreparing(key, types: [.int8]) }
  }
}
