import Delivery
public import EventModel
import RedisClient

extension DeadLetterGroups {
  /// Takes a letter in where it lies.
  public mutating func add(_ letter: BuriedEntry) {
    add(
      letter.content,
      key: letter.key.deadLetterText,
      id: letter.id.description,
      eventType: letter.key.eventType
    )
  }
}
