import type { CustomerOutbox, PendingMessage } from '../schemas/customer-outbox.generated.ts'
import type { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import { days, type EventOf } from '../src/stream/define.ts'
import { atOnce } from './agenda.ts'
import { unsaid } from './ask.ts'
import { countedStill, type Cap } from './rules/frequency.ts'
import type { Going } from './rules/going.ts'

type Said = EventOf<typeof MessageRequested | typeof MessageWithdrawn>
type Remembered = Pick<CustomerOutbox, 'sent' | 'threads'>

/** Why a request is not even put into the list. */
export const notTaken = ['asked_already', 'too_many_waiting'] as const

/** More than this wait for one customer only where something has gone wrong, and a row must not outgrow its record. */
const mostPending = 500

/** The reason against putting what was said into the list; a withdrawal is always put there. */
export function takingRefusal(
  { pending }: CustomerOutbox,
  { type, value }: Said,
): (typeof notTaken)[number] | undefined {
  if (type === 'signalbox.flow.MessageWithdrawn') return undefined
  if (pending.some(({ eventId, isWithdrawal }) => eventId === value.eventId && !isWithdrawal)) return 'asked_already'
  return pending.length < mostPending ? undefined : 'too_many_waiting'
}

/** What was said, as it stands in the list. */
export function pendingOf({ type, value }: Said): PendingMessage {
  const isWithdrawal = type === 'signalbox.flow.MessageWithdrawn'
  return { ...unsaid, flow: '', message: '', ...value, dueAt: atOnce, heldOnce: false, isWithdrawal }
}

/** Whether it is to be decided on: not before it is due, and not where a withdrawal has come while it was held, also after its end in an outage. */
export function isTurn(pending: readonly PendingMessage[], message: PendingMessage, at: number): boolean {
  const after = pending.slice(pending.indexOf(message) + 1)
  const isTakenBack = after.some(later => later.isWithdrawal && later.thread === message.thread)
  return message.dueAt <= at && !(message.heldOnce && isTakenBack)
}

/** Of what was sent, that which still bears on what is to be: caps count it, and a thread is remembered for ninety days. */
export function rememberedOf({ sent, threads }: CustomerOutbox, caps: readonly Cap[], at: number): Remembered {
  const known = Object.entries(threads).filter(([, since]) => since > at - days(90))
  return { sent: countedStill(sent, caps, at), threads: Object.fromEntries(known) }
}

/** With a message that goes now. */
export const withSent = ({ sent, threads }: Remembered, { message, rule, at }: Going, channel: string): Remembered => ({
  sent: rule.capped ? [...sent, { at, channel }] : sent,
  threads: message.thread === null ? threads : { [message.thread]: at, ...threads },
})
