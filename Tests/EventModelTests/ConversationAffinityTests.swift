import EventModel
import Foundation
import Testing

struct ConversationAffinityTests {
  private static func fields(_ pairs: KeyValuePairs<String, String>) -> [StreamField] {
    pairs.map { StreamField(name: Array($0.key.utf8), value: Array($0.value.utf8)) }
  }

  private static let id = "6f1d3c3e-0000-4000-8000-00000000c4a1"

  @Test func `entries of one conversation have one affinity, in whatever form and spelling`() {
    let forms = [
      Self.fields(["event_id": "x", "data": #"{"a":1,"conversation_state_id":"\#(Self.id)"}"#]),
      Self.fields(["data": #"{"conversation_state_id" : "\#(Self.id.uppercased())","b":2}"#]),
      Self.fields(["data": #"{"conversation_state_ids":["\#(Self.id)","\#(UUID())"]}"#]),
      Self.fields(["cloudevent": #"{"id":"x","data":{"conversation_state_id":"\#(Self.id)"}}"#]),
      Self.fields(["conversation_state_id": Self.id]),
    ]
    #expect(Set(forms.map(ConversationAffinity.value)).count == 1)
    #expect(ConversationAffinity.value(of: forms[0]) != 0)
  }

  @Test func `conversations spread evenly`() {
    var counts = [0, 0, 0, 0]
    for number in 0..<4000 {
      let id = String(format: "00000000-0000-4000-8000-%012x", number)
      let value = ConversationAffinity.value(of: Self.fields(["data": #"{"conversation_state_id":"\#(id)"}"#]))
      counts[Int(value % 4)] += 1
    }
    #expect(counts.allSatisfy { (800...1200).contains($0) }, "\(counts)")
  }

  @Test(arguments: ["", "{", "conversation_state_id", #"{"conversation_state_id":"#, "{}"])
  func `what isn't an event has some affinity`(text: String) {
    _ = ConversationAffinity.value(of: Self.fields(["data": text]))
    #expect(ConversationAffinity.value(of: []) == 0)
  }
}
