/** What lies in a topic of the events of a run, counted by their numbers: two bytes for each event, however often it is there. */
export class Tally {
  /** Records that belong to no event of the run. */
  strangers = 0
  records = 0
  /** Events that are there at least once. */
  distinct = 0
  /** Of events whose first record lies behind that of a later event of their subject. */
  readonly outOfOrder: number[] = []
  readonly #times: Uint8Array
  readonly #last = new Map<string, number>()

  constructor(events: number) {
    this.#times = new Uint8Array(events)
  }

  /** The records of each subject must be given in their order. */
  add(number: number | undefined, subject: string): void {
    const times = number === undefined ? undefined : this.#times[number]
    if (number === undefined || times === undefined) {
      this.strangers++
      return
    }
    this.records++
    this.#times[number] = Math.min(255, times + 1)
    if (times > 0) return
    this.distinct++
    const last = this.#last.get(subject) ?? -1
    if (number < last) this.outOfOrder.push(number)
    else this.#last.set(subject, number)
  }

  /** Numbers that are not there although they should be. */
  missing(isWanted: (number: number) => boolean): number[] {
    return this.#numbers((times, number) => times === 0 && isWanted(number))
  }

  /** Numbers that are there more than once. */
  repeated(): number[] {
    return this.#numbers(times => times > 1)
  }

  #numbers(is: (times: number, number: number) => boolean): number[] {
    const found: number[] = []
    for (const [number, times] of this.#times.entries()) if (is(times, number)) found.push(number)
    return found
  }
}
