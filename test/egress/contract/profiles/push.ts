import { readSettings } from '../../../../src/config.ts'
import { push } from '../../../../src/egress/push/sink.ts'
import { pushTo } from '../../push/commands.ts'
import { envelopeOf } from '../driving.ts'
import type { Profile } from '../profile.ts'

const key = 'push-key-0451'

export const pushProfile: Profile = {
  sink: push,
  sandbox: { key, settings: { unknownUsers: 'register' } },
  settings: (url, timeoutMs) =>
    readSettings({
      SIGNALBOX_PUSH_URL: url,
      SIGNALBOX_PUSH_APP: 'field-service',
      SIGNALBOX_PUSH_KEY: key,
      SIGNALBOX_DELIVERY_TIMEOUT_MS: String(timeoutMs),
    }),
  needs: ['pushUrl', 'pushApp', 'pushKey'],
  secrets: [key],

  command: (subject, number) =>
    pushTo(`case-${subject}`, { deliveryId: `e-${number}/rule/push`, users: [`user-${subject}-${number}`] }),
  other: 'every push goes in a call of its own',
  refused: (subject, number) => pushTo(`case-${subject}`, { deliveryId: `e-${number}/rule/push`, users: [] }),
  most: 1,
  mostBytes: 4_096,
  large: 'a push that is too large is refused: test/egress/push',

  way: 'resend',
  applied: async (effects, command) => {
    const { deliveryId } = envelopeOf(command)
    return (await effects.list({ kind: 'push' })).filter(({ id }) => id === deliveryId).length
  },

  aim: {},
  differs: {},
  faults: [
    { name: 'a dead token', fault: { fault: 'deadToken' }, outcome: 'rejected', applied: false },
    { name: 'no such app', fault: { fault: 'status', status: 404 }, outcome: 'unavailable', applied: false },
    { name: 'a push that is none', fault: { fault: 'status', status: 400 }, outcome: 'rejected', applied: false },
  ],
  admission: [],
}
