/** The gate: whether a message to a customer goes, when, and by which channel. */
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import { Made, type Customers } from './model-known.ts'
import { quietUntil } from './model-quiet.ts'

/** What a flow asks for. */
export interface Asked {
  readonly flow: string
  readonly message: string
  readonly eventId: string
  readonly customer: string
  readonly correlationId?: string | null
  readonly thread?: string
  readonly rule?: 'onlyIfSent' | 'onlyOnce'
  readonly expiresAt?: number | null
  readonly enter?: { readonly campaign: string | null; readonly canvas: string | null }
  readonly push?: {
    readonly title: string | null
    readonly summary: string | null
    readonly link: string | null
    readonly data: Readonly<Record<string, string>>
  }
  readonly never?: readonly string[]
  readonly properties?: Readonly<Record<string, unknown>>
}

interface Held {
  readonly asked: Asked
  /** When it was asked for, among the others. */
  readonly turn: number
  due: number
}
interface Outbox {
  held: Held[]
  readonly sent: { readonly at: number; readonly channel: string }[]
  readonly threads: Set<string>
}
interface Rule {
  readonly purpose: string | null
  readonly urgent: boolean
  readonly capped: boolean
  readonly campaigns: Readonly<Record<string, string | undefined>>
}

export class Gate {
  readonly #outboxes = new Made<Outbox>(() => ({ held: [], sent: [], threads: new Set() }))
  readonly #rules = new Map<string, Rule>()
  readonly #settings: Flows
  #turn = 0
  readonly #book: Book
  readonly #customers: Customers
  /** Until when a customer gets no push: flow P7 says. */
  readonly suppressed = new Map<string, number>()

  constructor(settings: Flows, book: Book, customers: Customers) {
    this.#settings = settings
    this.#book = book
    this.#customers = customers
    for (const [flow, of] of Object.entries(settings))
      if ('messages' in of)
        for (const [message, rule] of Object.entries<Rule>(of.messages)) this.#rules.set(`${flow} ${message}`, rule)
  }

  ask(asked: Asked): void {
    this.#decideOn({ asked, turn: ++this.#turn, due: this.#book.now }, true)
  }

  withdraw(customer: string, thread: string): void {
    const outbox = this.#outboxes.of(customer)
    for (const { asked } of outbox.held) if (asked.thread === thread) this.#note(asked, 'withdrawn')
    outbox.held = outbox.held.filter(({ asked }) => asked.thread !== thread)
  }

  #note({ eventId, customer }: Asked, reason: string): void {
    this.#book.decide('send-customer-messages', reason, eventId, customer)
  }

  #release(customer: string): void {
    const outbox = this.#outboxes.of(customer)
    const due = outbox.held.filter(held => held.due <= this.#book.now)
    outbox.held = outbox.held.filter(held => held.due > this.#book.now)
    for (const held of due) this.#decideOn(held, false)
  }

  #decideOn(held: Held, isFirst: boolean): void {
    const { asked } = held
    const { now } = this.#book
    const outbox = this.#outboxes.of(asked.customer)
    const rule = this.#rules.get(`${asked.flow} ${asked.message}`)
    if (!rule) throw new Error(`no message ${asked.flow} ${asked.message}`)

    if (asked.expiresAt !== undefined && asked.expiresAt !== null && now > asked.expiresAt) {
      this.#note(asked, 'expired')
      return
    }
    const hasGone = asked.thread !== undefined && outbox.threads.has(asked.thread)
    if (asked.rule === 'onlyIfSent' && !hasGone) {
      this.#note(asked, 'nothing_to_follow')
      return
    }
    if (asked.rule === 'onlyOnce' && hasGone) {
      this.#note(asked, 'already_sent')
      return
    }
    if (rule.purpose !== null) {
      const consent = this.#customers.consent(asked.customer, rule.purpose)
      if (!consent) {
        this.#note(asked, 'consent_unknown')
        return
      }
      if (!consent.granted) {
        this.#note(asked, 'consent_withdrawn')
        return
      }
    }
    const channel = this.#channel(asked, rule)
    if (channel === undefined) {
      this.#note(asked, 'no_channel')
      return
    }
    if (!rule.urgent) {
      const until = quietUntil(now, this.#customers.profile(asked.customer, 'timezone'), this.#settings.rules)
      if (until !== undefined) {
        if (isFirst) this.#note(asked, 'held_quiet_hours')
        held.due = until
        outbox.held = [...outbox.held, held].sort((one, other) => one.turn - other.turn)
        this.#book.at(until, () => this.#release(asked.customer))
        return
      }
      if (rule.capped && this.#isCapped(outbox, channel)) {
        this.#note(asked, 'frequency_capped')
        return
      }
    }
    this.#send(asked, rule, channel)
    if (rule.capped) outbox.sent.push({ at: now, channel })
    if (asked.thread !== undefined) outbox.threads.add(asked.thread)
  }

  #channel(asked: Asked, rule: Rule): string | undefined {
    if (asked.enter) return 'campaign'
    const preferred = this.#customers.profile(asked.customer, 'preferred_channel')
    return [...(typeof preferred === 'string' ? [preferred] : []), ...this.#settings.rules.channels].find(channel => {
      const campaign = rule.campaigns[channel]
      if (campaign === undefined || (campaign === 'gateway' && !asked.push)) return false
      if (this.#customers.consent(asked.customer, channel)?.granted === false) return false
      if (channel === 'push' && this.#book.now < (this.suppressed.get(asked.customer) ?? 0)) return false
      return !asked.never?.includes(channel)
    })
  }

  #isCapped({ sent }: Outbox, channel: string): boolean {
    for (const { channels, most, withinMs } of this.#settings.rules.caps) {
      const counted: readonly string[] = channels
      if (!counted.includes(channel)) continue
      const went = sent.filter(one => one.at > this.#book.now - withinMs && counted.includes(one.channel))
      if (went.length >= most) return true
    }
    return false
  }

  #send(asked: Asked, rule: Rule, channel: string): void {
    const { customer, eventId, flow, enter, push } = asked
    const correlationId = asked.correlationId ?? asked.thread ?? eventId
    const properties = { ...asked.properties, correlation_id: correlationId, flow }
    const braze = (what: string) => this.#book.command('braze', customer, eventId, what, properties)
    if (enter) {
      braze(enter.canvas === null ? `campaign ${enter.campaign ?? ''}` : `canvas ${enter.canvas}`)
      return
    }
    if (rule.campaigns[channel] !== 'gateway' || !push) {
      braze(`campaign ${rule.campaigns[channel] ?? ''}`)
      return
    }
    const { title, summary, link, data } = push
    this.#book.command('push', customer, eventId, 'push', {
      ...{ users: [customer], title, summary, data: link === null ? data : { ...data, link }, actions: [] },
      ...{ priority: rule.urgent ? 'high' : 'normal', expiresAt: asked.expiresAt ?? null, correlationId },
    })
  }
}
