/** H3: what Braze reports goes to the data team, without what is personal. */
import type { EngagementEvent } from '../../../schemas/engagement-event.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'

const personal = ['emailAddress', 'phoneNumber', 'messageBody', 'reason', 'reasonDetail', 'properties', 'extra']

export function reportEngagement(event: EngagementEvent, settings: Flows['H3'], book: Book): void {
  const { eventId, subject, action, kind } = event
  if (!settings.actions.includes(action)) {
    book.decide('send-engagement', 'not_reported', eventId, subject)
    return
  }
  const told = JSON.stringify(event, (field, value: unknown) =>
    !settings.personalData && personal.includes(field) ? undefined : value,
  )
  book.command('http', subject, eventId, `engagement.${kind}`, { endpoint: settings.endpoint, data: told })
}
