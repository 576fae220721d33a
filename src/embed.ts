import type { Settings } from './config.ts'
import { startSandboxes, unnamedDestinations } from './sandboxes.ts'
import { startStack, type RunningStack } from './stack/index.ts'

/** What development runs beside the pipeline, because the settings name none of it. */
export interface Embedded {
  /** The settings with the addresses of what was started. */
  readonly settings: Settings
  /** Rejects when something of it ends unasked; never resolves. */
  readonly died: Promise<never>
  stop(): Promise<void>
}

/** Starts a Kafka, a registry and sandboxes where the settings name none; in production, none. Says what runs where. Rejects with StackProblem. */
export async function embed(given: Settings, say: (line: string) => void): Promise<Embedded> {
  const development = given.environment === 'development'
  const stack = development && given.kafkaBrokers === undefined ? await startEmbeddedStack(given, say) : undefined
  const played = development ? unnamedDestinations(given) : undefined
  const sandboxes = played && (await startSandboxes(played, given.sandboxPort))
  for (const [name, url] of sandboxes?.urls ?? [])
    say(`${name.padEnd(9)} a sandbox at ${url}; what it was sent: ${url}/_sandbox/calls`)
  const settings = {
    ...given,
    ...(development && { httpToken: given.httpToken ?? 'development-token' }),
    ...(stack && { kafkaBrokers: [stack.brokers], registryUrl: stack.registryUrl }),
    ...sandboxes?.settings,
  }
  const ends = [stack?.died, sandboxes?.died].filter(end => end !== undefined)
  const died = Promise.race(ends).then(sentence => Promise.reject(new Error(sentence)))
  died.catch(() => undefined)
  const stop = async () => {
    sandboxes?.stop()
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
