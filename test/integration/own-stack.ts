import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, startStack, type RunningStack } from '../../src/stack/index.ts'

/** A Kafka and a registry of a test's own, to be stopped, killed and started again with the same data on the same ports. */
export interface OwnStack {
  readonly env: Readonly<Record<string, string>>
  readonly address: { readonly brokers: string; readonly registry: string }
  /** Sends a signal to one of the two. */
  signal(part: 'kafka' | 'registry', signal: NodeJS.Signals): void
  /** Stops what is left of it and starts both again. */
  restart(): Promise<void>
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

export async function startOwnStack(): Promise<OwnStack> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-own-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const start = (): Promise<RunningStack> =>
    startStack({ folder, ports: { kafka, controller, registry }, report: () => undefined })
  let stack = await start()
  const { brokers, registryUrl } = stack
  return {
    env: { SIGNALBOX_KAFKA_BROKERS: brokers, SIGNALBOX_REGISTRY_URL: registryUrl },
    address: { brokers, registry: registryUrl },
    signal: (part, signal) => process.kill(stack.pids[part], signal),
    restart: async () => {
      await stack.stop()
      stack = await start()
    },
    stop: async () => {
      await stack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
