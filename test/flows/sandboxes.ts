import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { secret } from '../ingress/frame/signing.ts'
import { brazeAt, type Sandbox } from '../sandbox-process.ts'
import { password, user } from '../sandbox/ecm/contract/caller.ts'
import { spawnSandbox, startSandbox, type RunningSandbox } from '../sandbox/start.ts'
import { client } from '../sandbox/workflow/contract/caller.ts'
import { until } from '../until.ts'
import { brazeSettings, ecmSettings, pushSettings, tenant, workflowSettings } from './world.ts'

const others = ['braze', 'workflow', 'push', 'xconnector', 'http'] as const
export type SandboxName = 'ecm' | (typeof others)[number]
type Urls = Readonly<Record<SandboxName, string>>
const Addresses = z.record(z.enum(others), z.string())

/** The six systems, which end with the test. */
export interface Sandboxes {
  readonly braze: Sandbox
  readonly ecm: RunningSandbox
  readonly urls: Urls
  /** How a pipeline names them; files of it lie in `folder`. */
  readonly env: (folder: string) => Promise<Record<string, string>>
  /** From now on push and xConnector tell this pipeline. */
  readonly tell: (pipeline: string) => Promise<void>
  /** A call of `/_sandbox`. */
  readonly control: (sandbox: SandboxName, method: string, path: string, body?: unknown) => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** What each takes of us: keys and signatures. */
const key = secret
const credentials = { key, client: client.client_id, secret: client.client_secret }

/** In two programs, because six take their time to start: Extended ECM, whose world must be there when it starts, and the others. */
export async function startSandboxes(flows: unknown): Promise<Sandboxes> {
  const given = Object.entries(credentials).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawnSandbox(...others, '--port', '0', '--leash', ...given)
  const [ecm, found] = await Promise.all([
    startSandbox('ecm', { user, password, settings: ecmSettings }),
    addressesOf(child),
  ])
  const urls = { ...found, ecm: ecm.url }
  const control = (sandbox: SandboxName, method: string, path: string, body?: unknown) =>
    ask(method, `${urls[sandbox]}/_sandbox${path}`, body)
  await control('braze', 'PUT', '/settings', brazeSettings(flows))
  await control('workflow', 'PUT', '/settings', workflowSettings)
  await control('push', 'PUT', '/settings', pushSettings)
  return {
    braze: brazeAt({ url: urls.braze, key, stop: () => Promise.resolve() }),
    ecm,
    urls,
    control,
    env: folder => envOf(urls, folder),
    tell: async pipeline => {
      const to = (route: string) => ({ webhook: { url: `${pipeline}/ingress/${route}`, secret, retryMs: 50 } })
      await control('push', 'PUT', '/settings', to('push'))
      await control('xconnector', 'PUT', '/settings', to('xconnector'))
    },
    stop: async () => {
      if (child.exitCode === null && child.kill()) await once(child, 'exit')
      await ecm.stop()
    },
  }
}

/** Where each listens, as the program says it; rejects with what it says instead. */
function addressesOf(child: ChildProcess): Promise<z.output<typeof Addresses>> {
  return new Promise((found, reject) => {
    let said = ''
    const hear = (chunk: unknown) => {
      said += String(chunk)
      const urls = Addresses.safeParse(
        Object.fromEntries([...said.matchAll(/^(\w+) sandbox listening on (http:\S+)$/gm)].map(([, ...pair]) => pair)),
      )
      if (urls.success) found(urls.data)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', code => reject(new Error(`the sandboxes ended with code ${String(code)}: ${said}`)))
  })
}

async function envOf(urls: Urls, folder: string): Promise<Record<string, string>> {
  const endpoints = join(folder, 'endpoints.json')
  const events = { url: `${urls.http}/hooks/events`, secret, inDoubt: 'resend' }
  await writeFile(endpoints, JSON.stringify({ events }))
  return {
    SIGNALBOX_ECM_URL: `${urls.ecm}/otcs/cs`,
    SIGNALBOX_ECM_USER: user,
    SIGNALBOX_ECM_PASSWORD: password,
    SIGNALBOX_WORKFLOW_URL: urls.workflow,
    SIGNALBOX_WORKFLOW_TENANT: tenant,
    SIGNALBOX_WORKFLOW_CLIENT: client.client_id,
    SIGNALBOX_WORKFLOW_SECRET: client.client_secret,
    SIGNALBOX_PUSH_URL: urls.push,
    SIGNALBOX_PUSH_APP: 'signalbox',
    SIGNALBOX_PUSH_KEY: key,
    SIGNALBOX_XCONNECTOR_URL: urls.xconnector,
    SIGNALBOX_XCONNECTOR_SECRET: secret,
    SIGNALBOX_HTTP_ENDPOINTS: endpoints,
  }
}

async function ask(method: string, url: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method, ...(body !== undefined && { headers, body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

const Webhook = z.looseObject({ waiting: z.number(), answers: z.record(z.string(), z.number()) })

/** Lets a system say something by its webhook, and waits until it is heard. */
export async function emit(
  control: Sandboxes['control'],
  sandbox: 'push' | 'xconnector',
  events: readonly unknown[],
  heardWithinMs?: number,
): Promise<void> {
  await control(sandbox, 'POST', '/emit', { events })
  const report = await until(
    async () => Webhook.parse(await control(sandbox, 'GET', '/webhook')),
    ({ waiting }) => waiting === 0,
    heardWithinMs,
  )
  if (report.waiting > 0) throw new Error(`what ${sandbox} said is not taken: ${JSON.stringify(report.answers)}`)
}
