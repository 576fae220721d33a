import * as events from './events.ts'
import type { DayEvent } from './events.ts'
import { Made } from './model-known.ts'
import type { Pen } from './plan.ts'

const zones = ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC', 'Europe/Atlantis']
const purposes = ['marketing', 'service', 'onboarding'] as const
const channels = ['email', 'sms', 'push'] as const
const journeys = ['checkout', 'checkout', 'profile', 'loan_application', 'tour'] as const
const actions = {
  patient: {
    sent: 50,
    delivered: 20,
    opened: 10,
    clicked: 3,
    unsubscribed: 4,
    marked_as_spam: 2,
    bounced: 3,
    other: 8,
  },
  keen: { sent: 25, delivered: 20, opened: 28, clicked: 15, unsubscribed: 1, marked_as_spam: 0, bounced: 3, other: 8 },
}

/** What customers do, and what is sent to them by others. */
export class CustomerPlan {
  readonly #pen: Pen
  readonly #dispatches = new Made<string[]>(() => [])
  readonly #pushes = new Made<string[]>(() => [])
  #count = 0

  constructor(pen: Pen) {
    this.#pen = pen
  }

  get evening(): (() => DayEvent)[] {
    const { chance, customers } = this.#pen
    return [
      ...customers.map((customer, n) => () => this.#profile(customer, n)),
      ...purposes.flatMap(purpose =>
        customers
          .filter(() => chance.happens(0.93))
          .map(one => () => this.#consent(one, purpose, chance.happens(0.92))),
      ),
      ...channels.flatMap(channel =>
        customers.filter(() => chance.happens(0.1)).map(one => () => this.#consent(one, channel, chance.happens(0.3))),
      ),
    ]
  }

  #profile(customer: string, n: number): DayEvent {
    const { chance } = this.#pen
    const attributes = {
      first_name: `Name ${n}`,
      region: `r-${n % 20}`,
      account_id: `a-${n % 200}`,
      device_model: `d-${n % 50}`,
      'segment:vip': chance.happens(0.4),
      ...(chance.happens(0.4) && { timezone: chance.of(zones) }),
      ...(chance.happens(0.5) && { preferred_channel: chance.of(channels) }),
      ...(chance.happens(0.5) && { language: 'de' }),
    }
    return events.profile({ ...this.#pen.told('profile', customer, 0), attributes })
  }

  #consent(customer: string, purpose: string, granted: boolean): DayEvent {
    const extra = { ...(this.#pen.chance.happens(0.1) && { state_change_source: '"REST API"' }) }
    return events.consent({ ...this.#pen.told('consent', customer), purpose, granted, extra })
  }

  #free(): string | undefined {
    const customer = this.#pen.chance.of(this.#pen.customers)
    return this.#pen.isFree(customer) ? customer : undefined
  }

  engagement(): DayEvent | undefined {
    const { chance } = this.#pen
    const customer = this.#free()
    if (customer === undefined) return undefined
    const isKeen = Number(customer.slice(-2)) % 3 === 0
    const action = chance.weighted(isKeen ? actions.keen : actions.patient)
    const known = this.#dispatches.of(customer)
    const isNew = action === 'sent' || known.length === 0
    const dispatchId = isNew ? `dispatch-${++this.#count}` : chance.of(known)
    if (isNew) this.#dispatches.set(customer, [...known.slice(-3), dispatchId])
    const isNobody = chance.happens(0.01)
    const lateBy = chance.happens(0.01) ? 10_000 * chance.below(1_800) : this.#pen.late()
    return events.engaged({
      ...this.#pen.told('engagement', isNobody ? `braze:${customer}` : customer, lateBy),
      ...{ type: `users.messages.email.${action}`, kind: `email_${action}`, action },
      channel: chance.weighted({ email: 8, push: 2, sms: 1 }),
      category: chance.happens(0.02) ? 'subscription' : 'message',
      externalUserId: isNobody ? null : customer,
      ...{ campaignId: 'news', dispatchId: chance.happens(0.02) ? null : dispatchId },
      machineOpen: chance.happens(0.1),
      suspectedBot: chance.happens(0.1),
      emailAddress: 'someone@example.com',
      properties: { '€': '1' },
    })
  }

  feedback(staff: readonly string[]): DayEvent | undefined {
    const { chance } = this.#pen
    const who = chance.happens(0.03) ? chance.of(staff) : chance.of(this.#pen.customers)
    if (!this.#pen.isFree(who)) return undefined
    const kind = chance.weighted({ delivered: 50, opened: 14, clicked: 14, dismissed: 10, accepted: 5, failed: 2 })
    const known = this.#pushes.of(who)
    const isNew = known.length === 0 || (kind === 'delivered' && chance.happens(0.8)) || chance.happens(0.05)
    const job = isNew ? `job-${++this.#count}` : chance.of(known)
    if (isNew) this.#pushes.set(who, [...known.slice(-3), job])
    const n = Number(job.slice(4))
    return events.feedback({
      ...{ ...this.#pen.told('feedback', who), kind, jobId: job, submitId: n % 5 === 0 ? `submit-${n}` : null },
      user: chance.happens(0.01) ? null : who,
      audience: chance.happens(0.02) ? 'employee' : null,
      correlationId: n % 2 === 0 ? `matter-${n % 3}` : null,
      link: n % 3 === 0 ? `https://bank.example/${n}` : null,
    })
  }

  journey(): DayEvent | undefined {
    const { chance } = this.#pen
    const customer = this.#free()
    if (customer === undefined) return undefined
    const phase = chance.weighted({ abandoned: 30, incomplete: 15, missed: 15, resumed: 15, completed: 25 })
    return events.journey({
      ...{
        ...this.#pen.told('journey', customer),
        journey: chance.of(journeys),
        journeyId: `${chance.below(3)}`,
        phase,
      },
      ...{ step: chance.happens(0.5) ? 'address' : null, link: 'https://bank.example/resume' },
      ...{ amount: chance.happens(0.5) ? 12.5 : null, currency: 'EUR' },
      correlationId: chance.happens(0.4) ? `matter-${chance.below(3)}` : null,
      expiresAt: chance.happens(0.2) ? this.#pen.later(300, 8) : null,
    })
  }

  campaign(): DayEvent | undefined {
    const { chance } = this.#pen
    const customer = this.#free()
    if (customer === undefined) return undefined
    const campaignId = chance.of(['vip-offer', 'news', null])
    const expiresAt = chance.happens(0.3) ? this.#pen.later(120, 7) : null
    switch (chance.weighted({ push: 50, eligibility: 35, preferences: 15 })) {
      case 'push': {
        const subject = chance.happens(0.02) ? `braze:${customer}` : customer
        const told = { ...this.#pen.told('push-request', subject), campaignId, expiresAt }
        return events.pushRequest({
          ...told,
          link: chance.happens(0.3) ? 'https://bank.example' : null,
          data: { a: 'b' },
        })
      }
      case 'eligibility': {
        const entry = { enterCampaignId: chance.of(['entry-1', 'entry-2']), enterCanvasId: null }
        const canvas = { enterCampaignId: null, enterCanvasId: chance.of(['canvas-1', 'canvas-2']) }
        return events.eligibility({
          ...this.#pen.told('eligibility', customer),
          ...(chance.happens(0.6) ? entry : canvas),
          documentKind: chance.of(['Claim form', 'claim FORM ', 'Contract', null]),
          workspaceId: chance.happens(0.1) ? `${1_001 + chance.below(40)}` : null,
          expiresAt: chance.happens(0.05) ? this.#pen.now - 3_000 : expiresAt,
          properties: { asked_by: 'campaign' },
        })
      }
      case 'preferences': {
        const json = JSON.stringify(chance.of(['daily', 'weekly', 3]))
        const said = chance.happens(0.8) ? { frequency: json } : { frequency: json, colour: '"red"' }
        return events.preferences({ ...this.#pen.told('preferences', customer), preferences: said })
      }
    }
  }

  changes(): DayEvent | undefined {
    const { chance } = this.#pen
    const customer = this.#free()
    if (customer === undefined) return undefined
    if (chance.happens(0.7))
      return this.#consent(
        customer,
        chance.of([...purposes, ...purposes, ...channels, 'research']),
        chance.happens(0.75),
      )
    const attributes = chance.of([
      { region: `r-${chance.below(20)}` },
      { region: null },
      { timezone: chance.of(zones) },
      { preferred_channel: chance.of(channels) },
      { 'segment:vip': chance.happens(0.5) },
      { first_name: 'New name', account_id: `a-${chance.below(200)}` },
    ])
    return events.profile({ ...this.#pen.told('profile', customer), attributes })
  }
}
