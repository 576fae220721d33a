/** X7: an alert reaches the people who fit it at that moment, step by step, until one of them takes it. */
import type { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import type { XconnectorAudienceAlert } from '../../../schemas/xconnector-audience-alert.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Staff } from './model-known.ts'

interface Alert {
  readonly said: XconnectorAudienceAlert
  readonly startedAt: number
  readonly told: Set<string>
  step: number
  isTaken: boolean
}

export class Alerts {
  readonly #alerts = new Map<string, Alert>()
  readonly #settings: Flows['X7']
  readonly #book: Book
  readonly #staff: Staff

  constructor(settings: Flows['X7'], book: Book, staff: Staff) {
    this.#settings = settings
    this.#book = book
    this.#staff = staff
  }

  take(said: XconnectorAudienceAlert): void {
    const alert = { said, startedAt: this.#book.now, told: new Set<string>(), step: 0, isTaken: false }
    this.#alerts.set(`alert:${said.eventId}`, alert)
    this.#later(alert)
  }

  answer({ eventId, user, action, correlationId }: PushFeedback): void {
    const key = correlationId ?? ''
    const alert = this.#alerts.get(key)
    const refuse = (reason: string) => this.#book.decide('alert-staff', reason, eventId, key)
    if (!alert || user === null || !alert.told.has(user)) {
      refuse('not_asked')
      return
    }
    if (action !== 'acknowledge') {
      refuse('unknown_action')
      return
    }
    if (alert.isTaken) {
      refuse('already_acknowledged')
      return
    }
    alert.isTaken = true
  }

  #later(alert: Alert): void {
    const step = this.#chain(alert)[alert.step]
    if (step) this.#book.at(alert.startedAt + step.afterMs, () => this.#tell(alert))
  }

  #chain({ said }: Alert) {
    const { chains } = this.#settings
    return (said.severity === null ? undefined : chains[said.severity]) ?? chains.default
  }

  #tell(alert: Alert): void {
    const { said, told } = alert
    if (alert.isTaken) return
    const id = `alert:${said.eventId}`
    if (said.expiresAt !== null && this.#book.now > said.expiresAt) {
      this.#book.decide('alert-staff', 'expired', said.eventId, id)
      return
    }
    // A step that means nobody does not make the next one wait.
    let people: string[] = []
    for (const chain = this.#chain(alert); people.length === 0; alert.step++) {
      const step = chain[alert.step]
      if (!step) return
      people = this.#meant(step.to, said)
      if (people.length === 0) this.#book.decide('alert-staff', 'nobody_to_tell', said.eventId, id)
    }
    const users = [...new Set(people)].filter(person => !told.has(person)).sort()
    for (const user of users) told.add(user)
    if (users.length > 0)
      this.#book.command('push', id, said.eventId, 'push', {
        ...{ users, title: said.title ?? said.kind, summary: said.text },
        data: {
          kind: said.kind,
          ...(said.link !== null && { link: said.link }),
          ...(said.correlationId !== null && { source_correlation_id: said.correlationId }),
        },
        actions: ['acknowledge'],
        priority: said.severity === 'high' || said.severity === 'critical' ? 'high' : 'normal',
        ...{ expiresAt: said.expiresAt, correlationId: id },
      })
    this.#later(alert)
  }

  #meant(to: string, { roles, locations, businessUnits, onCallOnly }: XconnectorAudienceAlert): string[] {
    const { now } = this.#book
    const audience = this.#staff.fitting(roles, locations, businessUnits)
    const onCall = audience.filter(one => one.onCall.some(({ from, to: end }) => from <= now && now < end))
    if (to === 'onCall' || (to === 'audience' && onCallOnly)) return onCall.map(({ id }) => id)
    if (to === 'audience') return audience.map(({ id }) => id)
    const named = audience.map(({ lead, manager }) => (to === 'leads' ? lead : manager))
    return named.flatMap(id => (id !== null && this.#staff.person(id) ? [id] : []))
  }
}
