import { DueHeap } from '../state/due-heap.ts'
import { subjectOf, type Entry, type Subject } from './entry.ts'
import { Queue } from './queue.ts'

/** What may go next: subjects with all their commands that wait, one after the other. */
export interface Candidates {
  readonly subjects: readonly Subject[]
  readonly entries: readonly Entry[]
  /** Puts those of the subjects back into line that stayed `waiting`. */
  readonly done: () => void
}

/**
 * Who is next: subjects that wait, in line by the endpoint that their first command goes to, and those that are parked, by when they are due. A subject's commands stay in their order;
 * subjects pass one another.
 */
export class Line {
  readonly #queues = new Map<string, Queue>([['', new Queue()]])
  #parked = new DueHeap()
  readonly #subjects = new Map<number, Subject>()
  #next = 0
  #turn = 0

  /** A command has come. One of a parked subject is kept in the ledger behind the others, where `room` says that there is room. */
  arrive(entry: Entry, room: boolean): void {
    const { task, envelope } = entry
    const known = subjectOf(entry)
    if (known) {
      known.entries.push(entry)
      if (known.state === 'parked' && room) task.park(entry, 0)
      return
    }
    const fresh = { state: 'waiting', dueAt: 0, endpoint: '', inLine: false } as const
    const subject: Subject = { name: envelope.subject, task, entries: [entry], ...fresh }
    task.subjects.set(subject.name, subject)
    this.#enqueue(subject)
  }

  #enqueue(subject: Subject): void {
    if (!subject.inLine) this.#queue(subject.endpoint).push(subject)
    subject.inLine = true
  }

  /** Nothing of the subject goes before `dueAt`; its commands are kept in the ledger, so that positions and other subjects pass. */
  park(subject: Subject, dueAt: number): void {
    subject.state = 'parked'
    subject.dueAt = dueAt
    for (const [at, entry] of subject.entries.entries())
      if (entry.row === 'none' || (at === 0 && entry.row === 'command')) entry.task.park(entry, at === 0 ? dueAt : 0)
    if (Number.isFinite(dueAt)) this.#remind(subject)
  }

  #remind(subject: Subject): void {
    const address = this.#next++ % 4_294_967_296
    this.#subjects.set(address, subject)
    this.#parked.push(subject.dueAt, address)
  }

  /** Those that are due go into line. */
  wake(now: number): void {
    while (this.#parked.peekDue() <= now) {
      const address = this.#parked.popAddress()
      const subject = this.#subjects.get(address)
      this.#subjects.delete(address)
      if (subject?.state === 'parked' && subject.dueAt <= now) this.resume(subject)
    }
  }

  /** When the next parked subject is due; Infinity where none is. */
  get nextDue(): number {
    return this.#parked.peekDue()
  }

  /** The subject's call is over, or its wait: what is left of it goes into line. */
  resume(subject: Subject): void {
    if (subject.task.dropped) return
    if (subject.entries.length === 0) {
      subject.task.subjects.delete(subject.name)
      return
    }
    subject.state = 'waiting'
    this.#enqueue(subject)
  }

  /** Commands of subjects that wait for an endpoint, as many as `mostOf` it may go in one call; undefined where there are none. '' is the endpoint of those of whom it is not known. */
  candidates(mostOf: (endpoint: string) => number): Candidates | undefined {
    const queues = [...this.#queues]
    for (let tried = 0; tried < queues.length; tried++) {
      const [endpoint, queue] = queues[this.#turn++ % queues.length] ?? ['', this.#queue('')]
      const most = queue.size === 0 ? 0 : mostOf(endpoint)
      if (most === 0) continue
      const subjects = queue.take(most).filter(subject => {
        subject.inLine = false
        return isWaiting(subject)
      })
      if (subjects.length === 0) continue
      const entries = fitting(subjects.flatMap(subject => subject.entries.slice(0, most)).slice(0, most))
      const done = () => {
        const waiting = subjects.filter(subject => isWaiting(subject) && !subject.inLine)
        const same = waiting.filter(subject => subject.endpoint === endpoint)
        for (const subject of same) subject.inLine = true
        queue.putBack(same)
        for (const subject of waiting) this.#enqueue(subject)
      }
      return { subjects, entries, done }
    }
    return undefined
  }

  /** Forgets the subjects of tasks that were dropped. */
  forget(): void {
    for (const queue of this.#queues.values()) queue.filter(({ task }) => !task.dropped)
    const kept = [...this.#subjects.values()].filter(({ task }) => !task.dropped)
    this.#parked = new DueHeap()
    this.#subjects.clear()
    for (const subject of kept) this.#remind(subject)
  }

  #queue(endpoint: string): Queue {
    let queue = this.#queues.get(endpoint)
    if (!queue) this.#queues.set(endpoint, (queue = new Queue()))
    return queue
  }
}

const isWaiting = ({ state, entries }: Subject): boolean => state === 'waiting' && entries.length > 0

/** A call's commands are written into one row of the ledger: no more than fit, and at least one. */
const mostBytes = 3_000_000
function fitting(entries: readonly Entry[]): readonly Entry[] {
  let bytes = 0
  const over = entries.findIndex(({ record }) => (bytes += (record.value?.length ?? 0) + 256) > mostBytes)
  return over < 0 ? entries : entries.slice(0, Math.max(1, over))
}
