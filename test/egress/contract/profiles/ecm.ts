import { readSettings } from '../../../../src/config.ts'
import { ecm } from '../../../../src/egress/ecm/sink.ts'
import { createTask, setCategory, upsert } from '../../ecm/commands.ts'
import { envelopeOf } from '../driving.ts'
import type { Profile } from '../profile.ts'

const [user, password] = ['signalbox', 'pass-word-0451']
const delivery = (subject: number, number: number) => ({
  deliveryId: `e-${number}/rule/ecm`,
  subject: `case-${subject}`,
})

/** Workspaces, which are set by their business objects: a call in doubt is made again and creates none a second time. */
export const ecmProfile: Profile = {
  sink: ecm,
  sandbox: {
    user,
    password,
    settings: {
      workspaceTypes: [
        {
          ...{ id: 40, name: 'Case', externalSystem: 'SAP', businessObjectType: 'CASE' },
          templates: [{ id: 4000, name: 'Case' }],
        },
      ],
    },
  },
  settings: (url, timeoutMs) =>
    readSettings({
      SIGNALBOX_ECM_URL: `${url}/otcs/cs`,
      SIGNALBOX_ECM_USER: user,
      SIGNALBOX_ECM_PASSWORD: password,
      SIGNALBOX_DELIVERY_TIMEOUT_MS: String(timeoutMs),
    }),
  needs: ['ecmUrl', 'ecmUser', 'ecmPassword'],
  secrets: [password],

  command: (subject, number) => upsert(`e-${number}`, { ...delivery(subject, number), properties: {} }),
  other: (subject, number) => createTask(delivery(subject, number)),
  refused: (subject, number) => setCategory({ ...delivery(subject, number), values: {} }),
  most: 50,
  mostBytes: 1_048_576,
  large: (subject, number) =>
    upsert(`e-${number}`, { ...delivery(subject, number), properties: {}, description: 'x'.repeat(300_000) }),

  way: 'resend',
  applied: async (effects, command) => {
    const [, businessObject] = /^(e-\d+)\//.exec(envelopeOf(command).deliveryId) ?? []
    const created = await effects.list({ kind: 'workspace-created' })
    return created.filter(({ business_object: id }) => id === businessObject).length
  },

  aim: { path: '/otcs/cs/api/v2/businessworkspaces', method: 'PUT' },
  differs: {},
  faults: [
    { name: 'a ticket that has ended', fault: { fault: 'expiredTicket' }, outcome: 'delivered', applied: true },
    {
      name: 'an item refused',
      fault: { fault: 'status', status: 200, body: [{ id: null, error_message: 'Invalid name.' }] },
      outcome: 'rejected',
      applied: false,
    },
  ],
  admission: [{ path: /\/api\/v1\/auth$/, body: { ticket: 'a-ticket-of-the-stand-in' } }],
}
