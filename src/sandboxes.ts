import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Settings } from './config.ts'
import { topology } from './topology.ts'

/** What the sandboxes take by themselves. */
const key = 'sandbox-key'
const signingSecret = `whsec_${Buffer.from(key).toString('base64')}`

/** How the settings name a sandbox of each destination. */
const namedBy: Readonly<Record<string, (url: string) => Partial<Settings>>> = {
  braze: url => ({ brazeUrl: url, brazeKey: key }),
  ecm: url => ({ ecmUrl: `${url}/otcs/cs`, ecmUser: 'sandbox-user', ecmPassword: 'sandbox-password' }),
  workflow: url => ({
    workflowUrl: url,
    workflowTenant: 'sandbox',
    workflowClient: 'sandbox-client',
    workflowSecret: 'sandbox-secret',
  }),
  push: url => ({ pushUrl: url, pushApp: 'sandbox', pushKey: key }),
  xconnector: url => ({ xconnectorUrl: url, xconnectorSecret: signingSecret }),
  http: url => ({ httpEndpoints: { events: { ...endpoint, url: `${url}/hooks/events` } } }),
}
const endpoint = {
  secret: signingSecret,
  inDoubt: 'resend',
  most: 100,
  mostBytes: 1_000_000,
  windowMs: 60_000,
} as const

const root = join(import.meta.dirname, '..')

/** Sandboxes that run, all in one process. */
export interface Sandboxes {
  /** The settings that name them. */
  readonly settings: Partial<Settings>
  readonly urls: ReadonlyMap<string, string>
  readonly died: Promise<string>
  stop(): void
}

/** The destinations that these settings let run, or poll as sources, none of which they name: development plays them itself. Undefined where they name one. */
export function unnamedDestinations(settings: Settings): readonly string[] | undefined {
  const { parts } = settings
  if (topology.sinks.some(sink => sink.isNamed(settings))) return undefined
  const names = topology.sinks.map(({ name }) => name)
  const polled = new Set(topology.pollers.map(({ name }) => name))
  const runs = (stage: string, name: string) => parts.includes(stage) || parts.includes(`${stage}.${name}`)
  const asked = names.filter(name => runs('deliver', name) || (polled.has(name) && runs('poll', name)))
  return asked.length > 0 ? asked : undefined
}

/** Starts a sandbox for each: a program of its own that knows nothing of this one and ends when its standard input does. */
export async function startSandboxes(destinations: readonly string[], port: number): Promise<Sandboxes> {
  const program = [join(root, 'src/bin/run.mjs'), join(root, 'test/sandbox/main.ts')]
  const args = [...program, ...destinations, '--port', String(port), '--key', key, '--leash']
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const died = once(child, 'exit').then(
    ([code]) =>
      `the sandboxes ended with ${String(code)}: see their words above (their first port is SIGNALBOX_SANDBOX_PORT)`,
  )
  const urls = new Map<string, string>()
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const [, name, url] = /^(\S+) sandbox listening on (http:\S+)/.exec(line) ?? []
      if (name !== undefined && url !== undefined) urls.set(name, url)
      if (urls.size === destinations.length) return
    }
    throw new Error('the sandboxes ended before they said where they listen')
  })()
  await Promise.race([listening, died.then(sentence => Promise.reject(new Error(sentence)))])
  const settings = [...urls].reduce<Partial<Settings>>((all, [name, url]) => ({ ...all, ...namedBy[name]?.(url) }), {})
  return { settings, urls, died, stop: () => child.kill() }
}
