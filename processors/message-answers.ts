import type { CustomerEngagement } from '../schemas/customer-engagement.generated.ts'
import type { EngagementEvent } from '../schemas/engagement-event.generated.ts'

type Messages = CustomerEngagement['messages']
type Answer = 'opened' | 'clicked' | 'unsubscribed'
type Told = Pick<EngagementEvent, 'eventId' | 'occurredAt' | 'campaignId' | 'canvasStepId' | 'dispatchId'>

/** What the customer did about a message; undefined where a machine did it, or nobody. */
export function answerOf(told: Pick<EngagementEvent, 'action' | 'machineOpen' | 'suspectedBot'>): Answer | undefined {
  if (told.action === 'opened' && told.machineOpen !== true) return 'opened'
  if (told.action === 'clicked' && told.suspectedBot !== true) return 'clicked'
  if (told.action === 'unsubscribed' || told.action === 'marked_as_spam') return 'unsubscribed'
  return undefined
}

/** In other channels nobody is told that a message was opened, so silence says nothing there. */
const tellOpens: readonly (string | null)[] = ['email', 'push', 'whatsapp', 'rcs']

/** Whether it tells of a message that the customer may ignore. */
export const awaitsAnswer = (told: Pick<EngagementEvent, 'action' | 'channel' | 'dispatchId'>): boolean =>
  (told.action === 'sent' || told.action === 'delivered') &&
  tellOpens.includes(told.channel) &&
  told.dispatchId !== null

/** One message to one customer: the campaign or Canvas step, and the dispatch. Null where Braze does not name it. */
const idOf = ({ campaignId, canvasStepId, dispatchId }: Told): string | null =>
  dispatchId === null ? null : `${campaignId ?? canvasStepId ?? ''}/${dispatchId}`

/** Each answer to a message counts once, and the news of its sending too. */
export function isKnown(messages: Messages, told: Told, answer: Answer | undefined): boolean {
  const known = messages.find(({ id }) => id === idOf(told))
  return known !== undefined && (answer === undefined || known.seen.includes(answer))
}

/** A row stays small, whatever is sent to a customer. */
const most = 200

/** The messages after this news. One without answers is due when it counts as ignored; one with answers is remembered as long again. */
export function withNews(messages: Messages, told: Told, answer: Answer | undefined, ignoredAfterMs: number): Messages {
  const id = idOf(told)
  if (id === null) return messages
  const known = messages.find(message => message.id === id)
  const { eventId, sentAt, seen } = known ?? { eventId: told.eventId, sentAt: told.occurredAt, seen: [] }
  const now = answer === undefined ? seen : [...seen, answer]
  const dueAt = sentAt + (now.length === 0 ? ignoredAfterMs : 2 * ignoredAfterMs)
  return [...messages.filter(message => message !== known), { id, eventId, sentAt, seen: now, dueAt }].slice(-most)
}

/** A message that was ignored, as it is remembered: an answer that comes after all is known to be one. */
export const asIgnored = (message: Messages[number], ignoredAfterMs: number): Messages[number] => ({
  ...message,
  seen: ['ignored'],
  dueAt: message.dueAt + ignoredAfterMs,
})
