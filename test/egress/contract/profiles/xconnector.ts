import { readSettings } from '../../../../src/config.ts'
import { xconnector } from '../../../../src/egress/xconnector/sink.ts'
import { respondFor } from '../../xconnector/commands.ts'
import { envelopeOf } from '../driving.ts'
import type { Profile } from '../profile.ts'

const bytes = Buffer.from('a secret of twenty-four b').toString('base64')
const secret = `whsec_${bytes}`

export const xconnectorProfile: Profile = {
  sink: xconnector,
  sandbox: { key: secret },
  settings: (url, timeoutMs) =>
    readSettings({
      SIGNALBOX_XCONNECTOR_URL: url,
      SIGNALBOX_XCONNECTOR_SECRET: secret,
      SIGNALBOX_DELIVERY_TIMEOUT_MS: String(timeoutMs),
    }),
  needs: ['xconnectorUrl', 'xconnectorSecret'],
  secrets: [secret, bytes],

  command: (subject, number) => respondFor(`case-${subject}`, { deliveryId: `e-${number}/rule/xconnector` }),
  other: 'every event goes in a call of its own',
  refused: (subject, number) => respondFor(`case-${subject}`, { deliveryId: `e-${number}/rule/xconnector`, type: '' }),
  most: 1,
  mostBytes: 1_048_576,
  large: 'every event goes in a call of its own',

  way: 'resend',
  applied: async (effects, command) => {
    const { deliveryId, subject } = envelopeOf(command)
    return (await effects.list({ kind: 'event', subject })).filter(({ id }) => id === deliveryId).length
  },

  aim: {},
  // What is signed an hour ago by the receiver's clock is refused: by the specification that is a replay.
  differs: { 'a clock an hour ahead': { outcome: 'unavailable', applied: false } },
  faults: [
    { name: 'the key with another body', fault: { fault: 'status', status: 409 }, outcome: 'rejected', applied: false },
    { name: 'no such event', fault: { fault: 'status', status: 422 }, outcome: 'rejected', applied: false },
    {
      name: 'a signature that is not known',
      fault: { fault: 'status', status: 401 },
      outcome: 'unavailable',
      applied: false,
    },
  ],
  admission: [],
}
