import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Settings } from './config.ts'
import { startStack, type RunningStack } from './stack/index.ts'

/** What development runs beside the pipeline, because the settings name none of it. */
export interface Embedded {
  /** The settings with the addresses of what was started. */
  readonly settings: Settings
  /** Rejects when something of it ends unasked; never resolves. */
  readonly died: Promise<never>
  stop(): Promise<void>
}

const sandboxKey = 'sandbox-key'
const root = join(import.meta.dirname, '..')

/** Starts a Kafka, a registry and a sandbox where the settings name none; in production, none. Says what runs where. Rejects with StackProblem. */
export async function embed(given: Settings, say: (line: string) => void): Promise<Embedded> {
  const development = given.environment === 'development'
  const stack = development && given.kafkaBrokers === undefined ? await startEmbeddedStack(given, say) : undefined
  const needsBraze = given.parts.some(part => part === 'deliver' || part === 'deliver.braze')
  const sandbox =
    development && needsBraze && given.brazeUrl === undefined
      ? await startSandbox('braze', given.brazeSandboxPort)
      : undefined
  if (sandbox) say(`braze     a sandbox at ${sandbox.url}; what it was sent: ${sandbox.url}/_sandbox/calls`)
  const settings = {
    ...given,
    ...(development && { httpToken: given.httpToken ?? 'development-token' }),
    ...(stack && { kafkaBrokers: [stack.brokers], registryUrl: stack.registryUrl }),
    ...(sandbox && { brazeUrl: sandbox.url, brazeKey: sandboxKey }),
  }
  const ends = [stack?.died, sandbox?.died].filter(end => end !== undefined)
  const died = Promise.race(ends).then(sentence => Promise.reject(new Error(sentence)))
  died.catch(() => undefined)
  const stop = async () => {
    sandbox?.stop()
    await stack?.stop()
  }
  return { settings, died, stop }
}

/** The embedded Kafka and registry alone, as the settings say. */
export async function startEmbeddedStack(settings: Settings, say: (line: string) => void): Promise<RunningStack> {
  const ports = { kafka: settings.kafkaPort, controller: settings.kafkaControllerPort, registry: settings.registryPort }
  const stack = await startStack({ folder: settings.stackFolder, ports, report: say })
  say(`kafka     ${stack.brokers}, data in ${settings.stackFolder}`)
  say(`registry  ${stack.registryUrl}`)
  return stack
}

interface Sandbox {
  readonly url: string
  readonly died: Promise<string>
  stop(): void
}

/** A sandbox is a program of its own that knows nothing of this one; it ends when its standard input does. */
async function startSandbox(destination: string, port: number): Promise<Sandbox> {
  const args = [
    join(root, 'src/bin/run.mjs'),
    join(root, 'test/sandbox/main.ts'),
    destination,
    '--port',
    String(port),
    '--key',
    sandboxKey,
    '--leash',
  ]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const died = once(child, 'exit').then(
    ([code]) =>
      `the ${destination} sandbox ended with ${String(code)}: see its words above (its port is SIGNALBOX_${destination.toUpperCase()}_SANDBOX_PORT)`,
  )
  const url = await Promise.race([address(child), died.then(sentence => Promise.reject(new Error(sentence)))])
  return { url, died, stop: () => child.kill() }
}

async function address(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new TypeError('a sandbox without standard output')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\S+/.exec(line)?.[0]
    if (url !== undefined) return url
  }
  throw new Error('the sandbox ended before it said where it listens')
}
