/** P7: what becomes of pushes, and what follows those that nobody reacted to, or that led to nothing. */
import type { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import type { PushJourneySignal } from '../../../schemas/push-journey-signal.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Gate } from './model-gate.ts'
import { Made, type Staff } from './model-known.ts'

interface Push {
  readonly id: string
  readonly seen: Set<string>
  readonly correlationId: string | null
  readonly link: string | null
  firstAt: number
  /** The word that made the state. */
  because: string
  state: 'delivered' | 'clicked' | 'done' | 'followed'
  due: number
}
interface Customer {
  /** The one of which something was told last is at the end. */
  pushes: Push[]
  readonly completed: Map<string, number>
  ignoredInRow: number
}

export class Feedback {
  readonly #customers = new Made<Customer>(() => ({ pushes: [], completed: new Map(), ignoredInRow: 0 }))
  readonly #settings: Flows['P7']
  readonly #book: Book
  readonly #gate: Gate
  readonly #staff: Staff

  constructor(settings: Flows['P7'], book: Book, gate: Gate, staff: Staff) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
    this.#staff = staff
  }

  completed({ subject, phase, correlationId, occurredAt }: PushJourneySignal): void {
    if (phase !== 'completed' || correlationId === null) return
    const one = this.#customers.of(subject)
    one.completed.set(correlationId, Math.max(occurredAt, one.completed.get(correlationId) ?? 0))
    for (const push of one.pushes) this.#end(subject, one, push)
  }

  take(feedback: PushFeedback): void {
    const { eventId, subject, kind, user, occurredAt, app, correlationId, link } = feedback
    if (kind !== 'delivered' && kind !== 'opened' && kind !== 'clicked' && kind !== 'dismissed') return
    const refuse = (reason: string) => this.#book.decide('follow-push-feedback', reason, eventId, subject)
    if (user === null) {
      refuse('not_a_customer')
      return
    }
    if (feedback.audience === 'employee' || this.#staff.person(user)) {
      refuse('for_staff')
      return
    }
    const one = this.#customers.of(subject)
    const id = feedback.submitId ?? feedback.jobId
    const known = one.pushes.find(push => push.id === id)
    if (known?.seen.has(kind)) {
      refuse('known_already')
      return
    }
    const said = Object.entries({ push_id: id, app, link, correlation_id: correlationId })
    const properties = Object.fromEntries(said.filter(([, value]) => value !== null))
    this.#book.command('braze', subject, eventId, `event push_${kind}`, properties)

    const push: Push = known ?? {
      ...{ id, seen: new Set(), correlationId, link, firstAt: occurredAt },
      ...{ because: eventId, state: 'done', due: Infinity },
    }
    one.pushes = [...one.pushes.filter(other => other !== push), push]
    push.firstAt = Math.min(push.firstAt, occurredAt)
    if (kind !== 'delivered') one.ignoredInRow = 0
    const hadClick = push.seen.has('clicked')
    push.seen.add(kind)
    const stand = (state: Push['state'], afterMs: number) => {
      if (push.state === 'followed') this.#gate.withdraw(subject, `P7/${id}`)
      Object.assign(push, { state, due: occurredAt + afterMs, because: eventId })
      this.#book.at(push.due, () => this.#wake(subject))
    }
    if (kind === 'clicked') stand('clicked', this.#settings.reminderAfterMs)
    else if (kind === 'delivered' && !known) stand('delivered', this.#settings.ignoredAfterMs)
    else if (kind !== 'delivered' && !hadClick) stand('done', Infinity)
    this.#end(subject, one, push)
  }

  /** Nothing more is to follow a push whose matter was completed since it came. */
  #end(customer: string, { completed }: Customer, push: Push): void {
    const at = push.correlationId === null ? undefined : completed.get(push.correlationId)
    if (at === undefined || at < push.firstAt || push.state === 'done') return
    if (push.state === 'followed') this.#gate.withdraw(customer, `P7/${push.id}`)
    push.state = 'done'
    push.due = Infinity
  }

  #wake(customer: string): void {
    const one = this.#customers.of(customer)
    for (const push of one.pushes.filter(({ due }) => due <= this.#book.now)) this.#follow(customer, one, push)
  }

  #follow(customer: string, one: Customer, push: Push): void {
    const { now } = this.#book
    const ask = (message: string) => {
      push.state = 'followed'
      this.#gate.ask({
        ...{ flow: 'P7', message, eventId: `${push.because}/P7`, customer, thread: `P7/${push.id}`, never: ['push'] },
        correlationId: push.correlationId,
        properties: { push_id: push.id, resume_link: push.link },
      })
    }
    one.pushes = [...one.pushes.filter(other => other !== push), push]
    push.due = Infinity
    if (push.state === 'clicked') {
      ask('reminder')
      return
    }
    one.ignoredInRow++
    const isSuppressed = now < (this.#gate.suppressed.get(customer) ?? 0)
    if (!isSuppressed && one.ignoredInRow < this.#settings.suppressAfter) {
      ask('switch')
      return
    }
    push.state = 'done'
    this.#book.decide('follow-push-feedback', 'suppressed', push.because, customer)
    if (isSuppressed) return
    const until = now + this.#settings.suppressForMs
    this.#gate.suppressed.set(customer, until)
    const attributes = { push_suppressed_until: new Date(until).toISOString() }
    this.#book.command('braze', customer, push.because, 'attributes', attributes)
  }
}
