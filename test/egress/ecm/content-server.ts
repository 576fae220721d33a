import { after } from 'node:test'
import { z } from 'zod'
import { readSettings } from '../../../src/config.ts'
import { EcmClient } from '../../../src/egress/ecm/client.ts'
import type { CallResult, Command } from '../../../src/stream/define.ts'
import { startSandbox } from '../../sandbox/start.ts'

export const password = 'pass-word-0451'
const category = {
  id: 16878,
  name: 'Consent',
  attributes: [
    { id: 2, name: 'State', type: 'String' },
    { id: 3, name: 'Channels', type: 'String', multiValue: true },
    { id: 7, name: 'Written at', type: 'String' },
    { id: 8, name: 'Count', type: 'Integer' },
  ],
}

/** The sandbox program with a case, a task list and a category. */
export const sandbox = await startSandbox('ecm', {
  user: 'signalbox',
  password,
  settings: {
    categories: [category],
    workspaceTypes: [
      {
        ...{ id: 40, name: 'Case', externalSystem: 'SAP', businessObjectType: 'CASE' },
        businessProperties: { Status: '16878_2' },
        templates: [{ id: 4000, name: 'Case', folders: ['Letters'], categories: [16878] }],
      },
    ],
    workspaces: [
      {
        id: 5001,
        typeId: 40,
        name: 'Case 4711',
        externalSystem: 'SAP',
        businessObjectType: 'CASE',
        businessObjectId: '4711',
      },
    ],
    nodes: [
      { id: 5000, name: 'Ada', categories: { 16878: { '16878_2': 'unknown' } } },
      { id: 5100, type: 204, name: 'Tasks' },
      { id: 5200, name: 'Without a category' },
    ],
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

const Effects = z.object({ effects: z.array(z.looseObject({ kind: z.string() })) })
/** What was done to the state since the last reset, in its order. */
export const effects = async () => Effects.parse(await control('GET', 'effects')).effects.map(({ kind }) => kind)

const Calls = z.object({ calls: z.array(z.looseObject({ method: z.string(), path: z.string() })) })
export const calls = async () =>
  Calls.parse(await control('GET', 'calls')).calls.map(
    ({ method, path }) => `${method} ${path.replace('/otcs/cs/api', '')}`,
  )

const Node = z.object({ categories: z.record(z.string(), z.record(z.string(), z.unknown())) })
export const valuesOf = async (node: number) => Node.parse(await control('GET', `nodes/${node}`)).categories['16878']

export const clients: EcmClient[] = []
export function client(env: Record<string, string> = {}, now = () => Date.now()): EcmClient {
  const settings = readSettings({
    ...{
      SIGNALBOX_ECM_URL: `${sandbox.url}/otcs/cs`,
      SIGNALBOX_ECM_USER: 'signalbox',
      SIGNALBOX_ECM_PASSWORD: password,
    },
    ...{ SIGNALBOX_DELIVERY_TIMEOUT_MS: '1000', ...env },
  })
  const made = new EcmClient(settings, { now })
  clients.push(made)
  return made
}
after(() => Promise.all(clients.map(one => one.close())))

/** Makes the call that is planned for the commands. */
export async function send(ecm: EcmClient, ...commands: Command[]): Promise<CallResult> {
  const { call } = ecm.plan(commands)
  if (!call) throw new Error('no call is planned')
  return call.send(new AbortController().signal)
}
export const outcomeOf = async (ecm: EcmClient, command: Command) => (await send(ecm, command)).outcomes[0]
export const findingOf = async (ecm: EcmClient, command: Command) => {
  const found = await ecm.lookUp.ask(
    [{ ...command, calledAt: Date.now(), canBeTold: true }],
    new AbortController().signal,
  )
  return found.findings[0]
}
