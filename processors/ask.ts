import type { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import type { FlowId } from '../src/flow-settings/index.ts'
import type { Envelope } from '../src/stream/define.ts'

/** What a flow says of a message; what it leaves out is empty. */
export type Asked = Pick<MessageRequested, 'message'> &
  Partial<Omit<MessageRequested, 'eventId' | 'subject' | 'occurredAt' | 'flow' | 'message'>>

/** What a request says of which nothing is said. */
export const unsaid: Required<Omit<Asked, 'message'>> = {
  correlationId: null,
  thread: null,
  threadRule: 'none',
  expiresAt: null,
  enterCampaignId: null,
  enterCanvasId: null,
  push: null,
  withoutChannels: [],
  properties: {},
}

/**
 * The request of a flow, with everything that it does not say left empty. `cause` is an event's value, or what fired; its subject is the customer.
 * The request's id is the cause's and the flow: a cause of several messages gives each an id of its own, `{ ...cause, eventId: `${eventId}/${what}` }`.
 */
export const ask = (flow: FlowId, { eventId, subject, occurredAt }: Envelope, asked: Asked): MessageRequested => ({
  ...unsaid,
  ...asked,
  eventId: `${eventId}/${flow}`,
  subject,
  occurredAt,
  flow,
})

/** Takes back what was asked for in a thread and is still held. */
export const withdraw = ({ eventId, subject, occurredAt }: Envelope, thread: string): MessageWithdrawn => ({
  eventId,
  subject,
  occurredAt,
  thread,
})
