import { systemClock } from './clock.ts'
import type { Settings } from './config.ts'
import { createLogger } from './logger.ts'
import { startPipeline } from './pipeline.ts'
import { embed } from './embed.ts'
import { untilSignal } from './signals.ts'
import { topology } from './topology.ts'

/** Runs the parts of the pipeline that the settings name until a signal or a failure; `say` prints a line for the person who started it. */
export async function main(given: Settings, say: (line: string) => void): Promise<void> {
  const log = createLogger(given)
  const embedded = await embed(given, say)
  try {
    const { settings } = embedded
    const pipeline = await startPipeline(topology, settings, systemClock, log)
    const failed = Promise.race([pipeline.ended, embedded.died])
    void pipeline.ready.then(() => announce(settings, pipeline.url, say))
    await untilSignal(settings.shutdownTimeoutMs, failed, () => pipeline.stop(), say)
  } finally {
    await embedded.stop()
  }
}

function announce({ parts }: Settings, url: string, say: (line: string) => void): void {
  if (parts.includes('ingress')) say(`ingress   POST ${url}/ingress/http/events`)
  say(`health    ${url}/healthz, /readyz, /metrics`)
  say('ready')
}
