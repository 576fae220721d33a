import { readSettings } from '../../../../src/config.ts'
import { braze } from '../../../../src/egress/braze/sink.ts'
import { attributesFor, campaignFor, eventFor } from '../../braze/commands.ts'
import { envelopeOf } from '../driving.ts'
import type { Profile } from '../profile.ts'

const key = 'braze-key-0451'
const path = '/users/track'
/** A look-up tells of what happened in the last ninety days. */
const occurredAt = Date.now() - 60_000
const envelope = (number: number) => ({ deliveryId: `e-${number}/rule/braze`, eventId: `e-${number}`, occurredAt })
const attributes = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`attribute_${n}`, 'x'.repeat(250)]))

/** Custom events: neither deduped nor set, so that a call in doubt is looked up in the users' export. */
export const brazeProfile: Profile = {
  sink: braze,
  sandbox: { key, settings: { campaigns: [{ id: 'c-1' }] } },
  settings: (url, timeoutMs) =>
    readSettings({
      SIGNALBOX_BRAZE_URL: url,
      SIGNALBOX_BRAZE_KEY: key,
      SIGNALBOX_BRAZE_SETTLE_MS: '0',
      SIGNALBOX_DELIVERY_TIMEOUT_MS: String(timeoutMs),
    }),
  needs: ['brazeUrl', 'brazeKey'],
  secrets: [key],

  command: (subject, number) => eventFor(`user-${subject}`, { ...envelope(number), name: `seen_${number}` }),
  other: (subject, number) => campaignFor(`user-${subject}`, envelope(number)),
  refused: (subject, number) => attributesFor(`user-${subject}`, { external_id: 'x' }, `e-${number}/rule/braze`),
  most: 75,
  mostBytes: 4_194_304,
  large: (subject, number) => attributesFor(`large-${subject}`, attributes, `e-${number}/rule/braze`),

  way: 'lookup',
  applied: async (effects, command) => {
    const { eventId, subject } = envelopeOf(command)
    return (await effects.list({ kind: 'events', subject })).filter(({ id }) => id === eventId).length
  },

  aim: { path },
  differs: {},
  faults: [
    {
      name: 'an object refused by its place',
      fault: {
        ...{ fault: 'status', status: 201 },
        body: { message: 'success', errors: [{ type: 'BAD_NAME', input_array: 'events', index: 0 }] },
      },
      outcome: 'rejected',
      applied: false,
    },
    {
      name: 'a key that is not known',
      fault: { fault: 'status', status: 401 },
      outcome: 'unavailable',
      applied: false,
    },
  ],
  admission: [],
}
