/** P2: whoever is touched by an incident is alerted, step by step, until it is resolved; and whoever was alerted hears of that. */
import type { CustomerProfileChanged } from '../../../schemas/customer-profile-changed.generated.ts'
import type { PushIncident } from '../../../schemas/push-incident.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Gate } from './model-gate.ts'
import { Made, type Customers } from './model-known.ts'

interface Incident {
  isOpen: boolean
  phase: PushIncident['phase']
  changedAt: number
  readonly groups: Set<string>
  readonly customers: Set<string>
  /** By list that it named: whom it reached through that. */
  readonly reached: Made<Set<string>>
}
interface Alerted {
  words: PushIncident
  readonly startedAt: number
  step: number
  resolvedAt: number | undefined
}

export class Incidents {
  readonly #members = new Made<Set<string>>(() => new Set())
  readonly #groups = new Made<Set<string>>(() => new Set())
  readonly #incidents = new Map<string, Incident>()
  readonly #alerted = new Map<string, Alerted>()
  readonly #settings: Flows['P2']
  readonly #book: Book
  readonly #gate: Gate
  readonly #customers: Customers

  constructor(settings: Flows['P2'], book: Book, gate: Gate, customers: Customers) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
    this.#customers = customers
  }

  /** After the customers took it. */
  profile({ subject }: CustomerProfileChanged): void {
    const now = new Set<string>()
    for (const [kind, attribute] of Object.entries(this.#settings.groups)) {
      const value = this.#customers.profile(subject, attribute)
      if (value !== undefined && value !== null && value !== '') now.add(`${kind}:${String(value)}`)
    }
    for (const group of this.#groups.of(subject)) this.#members.of(group).delete(subject)
    for (const group of now) this.#members.of(group).add(subject)
    this.#groups.set(subject, now)
  }

  take(event: PushIncident): void {
    const { incidentId, phase, eventId, subject } = event
    const known = this.#incidents.get(incidentId)
    const refusal = this.#refusal(event, known)
    if (refusal) this.#book.decide('spread-incidents', refusal, eventId, subject)
    if (refusal === 'unknown_incident') this.#incidents.set(incidentId, withEvent(undefined, event))
    if (refusal) return
    const now = withEvent(known, event)
    this.#incidents.set(incidentId, now)
    for (const customer of now.customers) now.reached.of('named').add(customer)
    if (phase !== 'resolved')
      for (const group of now.groups)
        for (const customer of this.#members.of(group)) now.reached.of(group).add(customer)
    for (const customers of now.reached.values())
      for (const customer of customers)
        if (phase === 'resolved') this.#resolve(customer, event)
        else this.#alert(customer, event)
  }

  #refusal({ phase, severity, occurredAt }: PushIncident, known: Incident | undefined): string | undefined {
    if (known?.phase === 'resolved' && (phase !== 'opened' || occurredAt <= known.changedAt)) return 'already_resolved'
    if (phase === 'resolved' && !known) return 'unknown_incident'
    if (phase === 'resolved')
      return known?.phase === 'opened' && occurredAt < known.changedAt ? 'newer_known' : undefined
    if (severity === null && known?.isOpen) return undefined
    return severity !== null && this.#settings.severities.includes(severity) ? undefined : 'severity_too_low'
  }

  #alert(customer: string, words: PushIncident): void {
    const key = `${words.incidentId} ${customer}`
    const known = this.#alerted.get(key)
    // Once it is over for somebody, only an incident that is opened anew is news.
    if (known?.resolvedAt !== undefined && (words.phase === 'updated' || words.occurredAt <= known.resolvedAt)) {
      this.#book.decide('alert-customers', 'already_resolved', `${words.eventId}/${customer}`, customer)
      return
    }
    const open = known?.resolvedAt === undefined ? known : undefined
    if (open && words.occurredAt > open.words.occurredAt) open.words = words
    if (open) return
    const one = { words, startedAt: words.occurredAt, step: 0, resolvedAt: undefined }
    this.#alerted.set(key, one)
    this.#later(customer, one)
  }

  #later(customer: string, one: Alerted): void {
    const step = this.#settings.sequence[one.step]
    if (step) this.#book.at(one.startedAt + step.afterMs, () => this.#tell(customer, one, step.message))
  }

  #tell(customer: string, one: Alerted, message: string): void {
    if (one.resolvedAt !== undefined) return
    const eventId = `${one.words.eventId}/${customer}/${one.step}/P2`
    this.#gate.ask({ ...aboutOf(one.words), message, eventId, customer })
    one.step++
    this.#later(customer, one)
  }

  #resolve(customer: string, words: PushIncident): void {
    const key = `${words.incidentId} ${customer}`
    const known = this.#alerted.get(key) ?? { words, startedAt: 0, step: 0, resolvedAt: undefined }
    if (words.occurredAt <= (known.resolvedAt ?? -Infinity)) return
    known.resolvedAt = words.occurredAt
    this.#alerted.set(key, known)
    this.#gate.withdraw(customer, `P2/${words.incidentId}`)
    const eventId = `${words.eventId}/${customer}/P2`
    this.#gate.ask({ ...aboutOf(words), message: 'resolution', rule: 'onlyIfSent', eventId, customer })
  }
}

function withEvent(known: Incident | undefined, event: PushIncident): Incident {
  const before = known?.isOpen ? known : undefined
  const isLate = before !== undefined && event.phase !== 'resolved' && event.occurredAt < before.changedAt
  const named = [
    ...event.regions.map(name => `regions:${name}`),
    ...event.accounts.map(name => `accounts:${name}`),
    ...event.devices.map(name => `devices:${name}`),
  ]
  return {
    isOpen: event.phase !== 'resolved',
    phase: isLate ? before.phase : event.phase,
    changedAt: isLate ? before.changedAt : event.occurredAt,
    groups: new Set([...(before?.groups ?? []), ...named]),
    customers: new Set([...(before?.customers ?? []), ...event.customers]),
    reached: before?.reached ?? new Made(() => new Set<string>()),
  }
}

const aboutOf = ({ incidentId, title, text, link, services, expiresAt }: PushIncident) => ({
  flow: 'P2',
  thread: `P2/${incidentId}`,
  expiresAt,
  push: { title, summary: text, link, data: { incident_id: incidentId } },
  properties: { incident_id: incidentId, title, text, link, services: services.join(', ') },
})
