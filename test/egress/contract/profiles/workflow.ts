import { WorkflowStartProcess } from '../../../../schemas/workflow-start-process.generated.ts'
import { readSettings } from '../../../../src/config.ts'
import { workflow } from '../../../../src/egress/workflow/sink.ts'
import type { Command } from '../../../../src/stream/define.ts'
import { envelopeOf } from '../driving.ts'
import type { Profile } from '../profile.ts'

const [tenant, client, secret] = ['sandbox', 'signalbox', 'client-secret-0451']
const path = '/workflow/v1/process-instances'

function start(subject: number, number: number, processDefinitionKey = 'review'): Command<WorkflowStartProcess> {
  const deliveryId = `e-${number}/rule/workflow`
  const envelope = { deliveryId, eventId: `e-${number}`, subject: `case-${subject}`, occurredAt: Date.UTC(2026, 2, 1) }
  const process = { processDefinitionKey, name: null, businessKey: null, variables: {} }
  return { schema: WorkflowStartProcess.name, value: { ...envelope, ...process } }
}

/** Processes, of which each start makes another: a call in doubt is looked up by the business key. */
export const workflowProfile: Profile = {
  sink: workflow,
  sandbox: {
    client,
    secret,
    settings: { processDefinitions: [{ key: 'review', steps: [{ type: 'user', id: 'look' }] }] },
  },
  settings: (url, timeoutMs) =>
    readSettings({
      SIGNALBOX_WORKFLOW_URL: url,
      SIGNALBOX_WORKFLOW_TENANT: tenant,
      SIGNALBOX_WORKFLOW_CLIENT: client,
      SIGNALBOX_WORKFLOW_SECRET: secret,
      SIGNALBOX_DELIVERY_TIMEOUT_MS: String(timeoutMs),
    }),
  needs: ['workflowUrl', 'workflowTenant', 'workflowClient', 'workflowSecret'],
  secrets: [secret],

  command: start,
  other: 'every command goes in a call of its own',
  refused: (subject, number) => start(subject, number, ''),
  most: 1,
  mostBytes: 1_048_576,
  large: 'every command goes in a call of its own',

  way: 'lookup',
  applied: async (effects, command) => {
    const { deliveryId } = envelopeOf(command)
    return (await effects.list()).filter(effect => Object.values(effect).includes(deliveryId)).length
  },

  aim: { path, method: 'POST' },
  // The service is done with a request that it failed on: the sink asks at once whether the process is there.
  differs: { fails: { outcome: 'retry' } },
  faults: [{ name: 'a token that has ended', fault: { fault: 'tokenExpired' }, outcome: 'delivered', applied: true }],
  admission: [
    {
      path: /\/oauth2\/token$/,
      body: { access_token: 'a-token-of-the-stand-in', token_type: 'Bearer', expires_in: 3_600 },
    },
  ],
}
