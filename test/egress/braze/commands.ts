import { BrazeSetAttributes } from '../../../schemas/braze-set-attributes.generated.ts'
import { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import { objectOf, type TrackObject } from '../../../src/egress/braze/request.ts'
import type { Command } from '../../../src/stream/define.ts'

const occurredAt = Date.UTC(2026, 2, 1, 12, 0, 0, 250)

/** A command to record a custom event. */
export function eventFor(subject: string, over: Partial<BrazeTrackEvent> = {}): Command<BrazeTrackEvent> {
  const value = { deliveryId: 'e-1/rule/braze', eventId: 'e-1', subject, occurredAt, name: 'seen', properties: {} }
  return { schema: BrazeTrackEvent.name, value: { ...value, ...over } }
}

/** A command to set attributes. */
export function attributesFor(
  subject: string,
  attributes: BrazeSetAttributes['attributes'] = { tier: 'gold' },
): Command<BrazeSetAttributes> {
  const value = { deliveryId: 'e-1/rule/braze', eventId: 'e-1', subject, occurredAt, attributes }
  return { schema: BrazeSetAttributes.name, value }
}

/** The object of a command that Braze may be sent. */
export function sendable(command: Command): TrackObject {
  const object = objectOf(command)
  if ('refusal' in object) throw new Error(object.refusal)
  return object
}

/** The reason why Braze must not be sent a command; undefined where it may be. */
export function refusalOf(command: Command): string | undefined {
  const object = objectOf(command)
  return 'refusal' in object ? object.refusal : undefined
}

/** Numbers from 0 up to 1, always the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
