import { readSettings } from '../../../../src/config.ts'
import { http } from '../../../../src/egress/http/sink.ts'
import { sendFor } from '../../http/commands.ts'
import { envelopeOf } from '../driving.ts'
import type { Profile } from '../profile.ts'

const bytes = Buffer.from('a secret of twenty-four b').toString('base64')
const secret = `whsec_${bytes}`
const [most, mostBytes] = [10, 65_536]
const id = (number: number): string => `e-${number}/rule/http`

export const httpProfile: Profile = {
  sink: http,
  sandbox: { key: secret, settings: { endpoints: { crm: { maxItems: most, maxBytes: mostBytes }, erp: {} } } },
  settings: (url, timeoutMs) => {
    const at = (name: string) => ({ url: `${url}/hooks/${name}`, secret, inDoubt: 'resend' as const, windowMs: 60_000 })
    const httpEndpoints = { crm: { ...at('crm'), most, mostBytes }, erp: { ...at('erp'), most: 100, mostBytes } }
    return { ...readSettings({ SIGNALBOX_DELIVERY_TIMEOUT_MS: String(timeoutMs) }), httpEndpoints }
  },
  needs: [],
  secrets: [secret, bytes],

  command: (subject, number) => sendFor(`case-${subject}`, { deliveryId: id(number) }),
  other: (subject, number) => sendFor(`case-${subject}`, { deliveryId: id(number), endpoint: 'erp' }),
  refused: (subject, number) => sendFor(`case-${subject}`, { deliveryId: id(number), endpoint: 'nowhere' }),
  most,
  mostBytes,
  large: (subject, number) =>
    sendFor(`case-${subject}`, { deliveryId: id(number), data: JSON.stringify('ö'.repeat(10_000)) }),

  way: 'resend',
  applied: async (effects, command) => {
    const { deliveryId, subject } = envelopeOf(command)
    return (await effects.list({ kind: 'event', subject })).filter(effect => effect.id === deliveryId).length
  },

  aim: {},
  differs: {
    // By Standard Webhooks every 2xx is a success, whatever the body says.
    'an answer that is half JSON': { outcome: 'delivered' },
    // What is signed an hour ago by the receiver's clock is refused: by the specification that is a replay.
    'a clock an hour ahead': { outcome: 'unavailable', applied: false },
  },
  faults: [
    { name: 'an event refused by name', fault: { fault: 'partlyRefused' }, outcome: 'rejected', applied: false },
    { name: 'gone', fault: { fault: 'status', status: 410 }, outcome: 'unavailable', applied: false },
    { name: 'one event too large', fault: { fault: 'status', status: 413 }, outcome: 'rejected', applied: false },
    { name: 'being worked on', fault: { fault: 'status', status: 409 }, outcome: 'retry', applied: false },
    {
      name: 'a signature that is not known',
      fault: { fault: 'status', status: 401 },
      outcome: 'unavailable',
      applied: false,
    },
  ],
  admission: [],
}
