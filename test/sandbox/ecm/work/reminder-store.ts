import type { JsonObject } from '../../json.ts'

/** A reminder (follow-up) on a node. Status 1 is open, -2 in progress, 2 done. */
export interface Reminder {
  readonly id: number
  readonly nodeId: number
  readonly userId: number
  readonly createdMs: number
  readonly data: JsonObject
  status: number
}

export class ReminderStore {
  readonly #byNode = new Map<number, Reminder[]>()
  #lastId = 0

  add(nodeId: number, userId: number, createdMs: number, data: JsonObject): Reminder {
    const reminder = { id: ++this.#lastId, nodeId, userId, createdMs, data, status: 1 }
    this.#byNode.set(nodeId, [...this.of(nodeId), reminder])
    return reminder
  }

  of(nodeId: number): readonly Reminder[] {
    return this.#byNode.get(nodeId) ?? []
  }

  clear(): void {
    this.#byNode.clear()
    this.#lastId = 0
  }
}
