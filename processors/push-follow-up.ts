import type { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import type { BrazeTrackEvent } from '../schemas/braze-track-event.generated.ts'
import type { PushFeedback } from '../schemas/push-feedback.generated.ts'
import type { FollowedPush } from '../schemas/push-reactions.generated.ts'
import type { Envelope } from '../src/stream/define.ts'
import type { Asked } from './ask.ts'
import { idOf } from './push-reaction.ts'

export const name = 'follow-push-feedback'

/** A reminder takes the place of what was said because nobody had reacted. */
export const threadOf = ({ id }: Pick<FollowedPush, 'id'>): string => `P7/${id}`

type Feedback = Pick<
  PushFeedback,
  'eventId' | 'subject' | 'occurredAt' | 'kind' | 'jobId' | 'submitId' | 'app' | 'correlationId' | 'link'
>

/** What became of the push, as Braze shall know it. What is not said is left out: Braze counts a null as a value. */
export function told(feedback: Feedback): BrazeTrackEvent {
  const { eventId, subject, occurredAt, kind, app, link, correlationId } = feedback
  const properties = { push_id: idOf(feedback), app, link, correlation_id: correlationId }
  return {
    deliveryId: `${eventId}/${name}/braze`,
    ...{ eventId, subject, occurredAt },
    name: `push_${kind}`,
    properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)),
  }
}

/** What the customer is told. Not by push: what became of that one would be followed up in its turn, for ever. */
export const what = (push: FollowedPush, message: 'reminder' | 'switch'): Asked => ({
  message,
  thread: threadOf(push),
  correlationId: push.correlationId,
  withoutChannels: ['push'],
  properties: { push_id: push.id, resume_link: push.link },
})

/** Braze learns until when the customer gets no pushes, so that its own campaigns can heed it. The push that led to it is known there by the same event. */
export const suppression = ({ eventId, subject, occurredAt }: Envelope, until: number | null): BrazeSetAttributes => ({
  deliveryId: `${eventId}/${name}/braze/suppressed`,
  ...{ eventId, subject, occurredAt },
  attributes: { push_suppressed_until: until === null ? null : new Date(until).toISOString() },
})
