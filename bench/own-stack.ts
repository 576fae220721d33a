import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, startStack, type RunningStack } from '../src/stack/index.ts'

/** A Kafka and a registry that nobody else uses. */
export interface OwnStack extends RunningStack {
  /** Their data goes too. */
  readonly stop: () => Promise<void>
}

export async function startOwnStack(): Promise<OwnStack> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'))
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  const stack = await startStack({
    folder,
    ports: { kafka, controller, registry },
    report: line => console.error(line),
  })
  return {
    ...stack,
    stop: async () => {
      await stack.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
