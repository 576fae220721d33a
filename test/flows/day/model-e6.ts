/** E6: the score of how a customer answers to messages, and what follows a low one while a case is open. P6 asks for the score too. */
import type { EngagementEvent } from '../../../schemas/engagement-event.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Cases } from './model-cases.ts'
import type { Gate } from './model-gate.ts'
import { Made } from './model-known.ts'

interface Message {
  readonly id: string
  readonly eventId: string
  readonly sentAt: number
  readonly seen: string[]
  due: number
}
interface Customer {
  /** What was counted, by the start of its bucket. */
  things: { bucket: number; weight: number }[]
  messages: Message[]
  readonly escalated: Map<number, number>
}
type Word = 'opened' | 'clicked' | 'unsubscribed'

export class Engagement {
  readonly #customers = new Made<Customer>(() => ({ things: [], messages: [], escalated: new Map() }))
  readonly #settings: Flows['E6']
  readonly #zone: string
  readonly #book: Book
  readonly #gate: Gate
  readonly #cases: Cases

  constructor({ E6, rules }: Flows, book: Book, gate: Gate, cases: Cases) {
    this.#settings = E6
    this.#zone = rules.zone
    this.#book = book
    this.#gate = gate
    this.#cases = cases
  }

  take(event: EngagementEvent): void {
    const { eventId, subject, occurredAt, dispatchId } = event
    const word = wordOf(event)
    if (event.category !== 'message' || event.externalUserId === null) return
    if (word === undefined && !mayBeIgnored(event)) return
    const one = this.#customers.of(subject)
    if (this.#isTooLate(one, occurredAt)) {
      this.#book.decide('score-engagement', 'too_late_to_count', eventId, subject)
      return
    }
    const id = dispatchId === null ? null : `${event.campaignId ?? event.canvasStepId ?? ''}/${dispatchId}`
    const known = one.messages.find(message => message.id === id)
    if (known && (word === undefined || known.seen.includes(word))) return
    if (id !== null) {
      const seen = [...(known?.seen ?? []), ...(word === undefined ? [] : [word])]
      const sentAt = known?.sentAt ?? occurredAt
      const due = sentAt + this.#settings.ignoredAfterMs * (seen.length === 0 ? 1 : 2)
      one.messages = one.messages.filter(message => message !== known)
      one.messages.push({ id, eventId: known?.eventId ?? eventId, sentAt, seen, due })
      this.#book.at(due, () => this.#silence(subject))
    }
    if (word === undefined) return
    this.#count(one, word, occurredAt)
    this.#judge(subject, eventId, occurredAt)
  }

  /** The sum of the window that ends then, or with the newest that is known. */
  score(customer: string, at: number): { score: number; events: number } {
    const { things } = this.#customers.of(customer)
    const asOf = Math.max(at, ...things.map(({ bucket }) => bucket))
    const within = things.filter(({ bucket }) => bucket > asOf - this.#settings.windowMs && bucket <= asOf)
    return { score: within.reduce((sum, { weight }) => sum + weight, 0), events: within.length }
  }

  #bucket = (at: number) => at - (at % this.#settings.bucketMs)

  #isTooLate({ things }: Customer, at: number): boolean {
    const newest = Math.max(-Infinity, ...things.map(({ bucket }) => bucket))
    return this.#bucket(at) <= newest - this.#settings.windowMs
  }

  #count(one: Customer, word: Word | 'ignored', at: number): void {
    one.things.push({ bucket: this.#bucket(at), weight: this.#settings.weights[word] })
    const newest = Math.max(...one.things.map(({ bucket }) => bucket))
    one.things = one.things.filter(({ bucket }) => bucket > newest - this.#settings.windowMs)
  }

  /** Messages whose time has come: those that nobody answered count as ignored, and are remembered as long again. */
  #silence(customer: string): void {
    const one = this.#customers.of(customer)
    const due = one.messages.filter(message => message.due <= this.#book.now)
    one.messages = one.messages.filter(message => !due.includes(message))
    const ignored = due.filter(({ seen }) => seen.length === 0)
    for (const message of ignored) {
      this.#count(one, 'ignored', message.due)
      const again = { ...message, seen: ['ignored'], due: message.due + this.#settings.ignoredAfterMs }
      one.messages.push(again)
      this.#book.at(again.due, () => this.#silence(customer))
    }
    const last = ignored.at(-1)
    if (last) this.#judge(customer, `${last.eventId}/ignored`, last.due)
  }

  #judge(customer: string, because: string, at: number): void {
    const { least, lowAt, unresolvedForMs, periodMs, taskFolder, dueDays, assigneeId } = this.#settings
    const { score, events } = this.score(customer, at)
    if (events < least || score > lowAt) return
    const refuse = (reason: string) => this.#book.decide('escalate-low-engagement', reason, because, customer)
    const { escalated } = this.#customers.of(customer)
    const open = [...this.#cases.of.of(customer)].filter(([, one]) => one.open).sort(([one], [other]) => one - other)
    if (open.length === 0) {
      refuse('no_open_case')
      return
    }
    const old = open.filter(([, { openedAt }]) => at - openedAt >= unresolvedForMs)
    if (old.length === 0) {
      refuse('case_too_new')
      return
    }
    const wanted = old.filter(([id]) => at >= (escalated.get(id) ?? -Infinity) + periodMs)
    if (wanted.length === 0) {
      refuse('already_escalated')
      return
    }
    for (const [id, { name, businessObjectId }] of wanted) {
      escalated.set(id, at)
      const correlationId = `E6/${customer}/${id}/${at}`
      const why = `Customer ${customer} does not answer: score ${score} of ${events} events. Please get in touch.`
      this.#book.command('ecm', customer, `${because}/${id}`, 'task', {
        ...{ nodeId: id, path: taskFolder, name: `Low engagement, ${name}`, assigneeId, priority: null },
        ...{ instructions: `${why}\nCorrelation: ${correlationId}`, dueOn: dayAfter(at, dueDays, this.#zone) },
      })
      this.#gate.ask({
        ...{ flow: 'E6', message: 'follow-up', eventId: `${because}/${id}/E6`, customer, correlationId },
        properties: { case_id: businessObjectId ?? String(id), case_name: name, correlation_id: correlationId },
      })
    }
  }
}

function wordOf({ action, machineOpen, suspectedBot }: EngagementEvent): Word | undefined {
  if (action === 'opened') return machineOpen === true ? undefined : 'opened'
  if (action === 'clicked') return suspectedBot === true ? undefined : 'clicked'
  return action === 'unsubscribed' || action === 'marked_as_spam' ? 'unsubscribed' : undefined
}

/** Of an SMS nobody learns whether it was read. */
const mayBeIgnored = ({ action, channel, dispatchId }: EngagementEvent): boolean =>
  (action === 'sent' || action === 'delivered') && dispatchId !== null && (channel === 'email' || channel === 'push')

function dayAfter(at: number, days: number, zone: string): string {
  const wall = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const [year = 0, month = 0, day = 0] = wall.format(at).split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}
