import { after } from 'node:test'
import { z } from 'zod'
import { readSettings } from '../../../src/config.ts'
import { WorkflowClient } from '../../../src/egress/workflow/client.ts'
import type { CallResult, Command } from '../../../src/stream/define.ts'
import { startSandbox } from '../../sandbox/start.ts'

export const secret = 'client-secret-0451'

/** The sandbox program with a process that reviews and one that ends at once, and ten tasks t-1 to t-10 of the former. */
export const sandbox = await startSandbox('workflow', {
  client: 'signalbox',
  secret,
  settings: {
    tenants: { acme: {} },
    processDefinitions: [
      {
        key: 'review',
        steps: [{ type: 'user', id: 'decide', outcomes: { approved: 'end', rejected: 'end' }, next: 'end' }],
      },
    ],
    tasks: [{ id: 't-{n}', name: 'Review {n}', count: 10, processDefinitionKey: 'review' }],
  },
})
after(() => sandbox.stop())

export async function control(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/_sandbox${path && `/${path}`}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** From now on the next calls of that path fail in that way. */
export const fault = (name: string, more: object = {}) => control('POST', 'faults', { fault: name, ...more })

const Effects = z.object({ effects: z.array(z.looseObject({ kind: z.string(), id: z.string() })) })
/** What was done to the state since the last reset, in its order. */
export const effects = async () => Effects.parse(await control('GET', 'effects')).effects

const Calls = z.object({ calls: z.array(z.looseObject({ method: z.string(), path: z.string() })) })
export const tokens = async () =>
  Calls.parse(await control('GET', 'calls')).calls.filter(({ path }) => path.endsWith('/oauth2/token')).length

const clients: WorkflowClient[] = []
export function client(env: Record<string, string> = {}, now = () => Date.now()): WorkflowClient {
  const settings = readSettings({
    ...{ SIGNALBOX_WORKFLOW_URL: sandbox.url, SIGNALBOX_WORKFLOW_TENANT: 'acme' },
    ...{ SIGNALBOX_WORKFLOW_CLIENT: 'signalbox', SIGNALBOX_WORKFLOW_SECRET: secret },
    ...{ SIGNALBOX_DELIVERY_TIMEOUT_MS: '1000', ...env },
  })
  const made = new WorkflowClient(settings, { now })
  clients.push(made)
  return made
}
after(() => Promise.all(clients.map(one => one.close())))

export async function send(service: WorkflowClient, command: Command): Promise<CallResult> {
  const { call } = service.plan([command])
  if (!call) throw new Error('no call is planned')
  return call.send(new AbortController().signal)
}
export const outcomeOf = async (service: WorkflowClient, command: Command) => (await send(service, command)).outcomes[0]
export const findingOf = async (service: WorkflowClient, command: Command) => {
  const found = await service.lookUp.ask(
    [{ ...command, calledAt: Date.now(), canBeTold: true }],
    new AbortController().signal,
  )
  return found.findings[0]
}
