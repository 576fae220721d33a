/** E4: what customers say of purposes and preferences stands in their workspace. */
import type { CampaignPreferencesChanged } from '../../../schemas/campaign-preferences-changed.generated.ts'
import type { CustomerConsentChanged } from '../../../schemas/customer-consent-changed.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import { plainText } from './model-content.ts'
import type { Customers } from './model-known.ts'

export class ConsentRecord {
  readonly #settings: Flows['E4']
  readonly #book: Book
  readonly #customers: Customers
  readonly #newest = new Map<string, number>()

  constructor(settings: Flows['E4'], book: Book, customers: Customers) {
    this.#settings = settings
    this.#book = book
    this.#customers = customers
  }

  /** Before the customers take it: it is compared with what was known. */
  consent(event: CustomerConsentChanged): void {
    const { eventId, subject, occurredAt, purpose, granted, extra } = event
    const refuse = (reason: string) => this.#book.decide('record-consents', reason, eventId, subject)
    const kept = this.#settings.purposes[purpose]
    if (!kept) {
      refuse('purpose_not_kept')
      return
    }
    const known = this.#customers.consent(subject, purpose)
    if (known && known.at > occurredAt) {
      refuse('newer_known')
      return
    }
    if (extra['state_change_source'] === '"REST API"' && known?.granted === granted) {
      refuse('own_write')
      return
    }
    this.#write(event, kept, granted, `${purpose} ${granted ? 'given' : 'withdrawn'}`)
  }

  preferences(event: CampaignPreferencesChanged): void {
    const { eventId, subject, occurredAt } = event
    const refuse = (reason: string) => this.#book.decide('record-preferences', reason, eventId, subject)
    for (const [name, json] of Object.entries(event.preferences)) {
      const kept = this.#settings.preferences[name]
      const newest = this.#newest.get(`${subject} ${name}`) ?? 0
      if (!kept) refuse('preference_not_kept')
      else if (newest > occurredAt) refuse('newer_known')
      else {
        this.#newest.set(`${subject} ${name}`, occurredAt)
        this.#write(event, kept, plainText(json), name)
      }
    }
  }

  #write(
    { eventId, subject, occurredAt, source }: CustomerConsentChanged | CampaignPreferencesChanged,
    kept: Flows['E4']['purposes'][string],
    value: unknown,
    what: string,
  ): void {
    const note = `${what} at ${new Date(occurredAt).toISOString()} by ${source}, event ${eventId}`
    this.#book.command('ecm', subject, eventId, 'category', {
      ...this.#settings.workspace,
      businessObjectId: subject,
      categoryId: this.#settings.categoryId,
      values: { [kept.attribute]: value, [kept.note]: note },
      ...{ writtenAt: occurredAt, writtenAtAttribute: kept.writtenAt },
    })
  }
}
