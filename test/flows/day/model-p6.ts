/** P6: of the customers for whom a campaign asks for a push, those get it who meet its criteria. */
import type { CampaignPushRequested } from '../../../schemas/campaign-push-requested.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Engagement } from './model-e6.ts'
import type { Gate } from './model-gate.ts'
import type { Customers } from './model-known.ts'

export class PushRequests {
  readonly #settings: Flows['P6']
  readonly #book: Book
  readonly #gate: Gate
  readonly #customers: Customers
  readonly #engagement: Engagement

  constructor(settings: Flows['P6'], book: Book, gate: Gate, customers: Customers, engagement: Engagement) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
    this.#customers = customers
    this.#engagement = engagement
  }

  take({ eventId, subject, occurredAt, campaignId, ...asked }: CampaignPushRequested): void {
    const refuse = (reason: string) => this.#book.decide('admit-push-requests', reason, eventId, subject)
    if (subject.startsWith('braze:')) {
      refuse('not_a_customer')
      return
    }
    const { criteria } = this.#settings
    const { segments, lowestScore } = criteria[campaignId ?? ''] ?? criteria.default
    for (const segment of segments)
      if (this.#customers.profile(subject, `segment:${segment}`) !== true) {
        refuse('not_in_segment')
        return
      }
    if (lowestScore !== null) {
      const { score, events } = this.#engagement.score(subject, occurredAt)
      if (events === 0) {
        refuse('score_unknown')
        return
      }
      if (score < lowestScore) {
        refuse('score_too_low')
        return
      }
    }
    const { title, body: summary, link, data, expiresAt } = asked
    const push = { title, summary, link, data }
    this.#gate.ask({ flow: 'P6', message: 'push', eventId: `${eventId}/P6`, customer: subject, push, expiresAt })
  }
}
