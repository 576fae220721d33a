import { systemClock } from './clock.ts'
import type { Settings } from './config.ts'
import { embed } from './embed.ts'
import { createLogger } from './logger.ts'
import { startPipeline } from './pipeline.ts'
import { signalled } from './signals.ts'
import { topologyWith } from './topology.ts'

/** Runs the parts of the pipeline that the settings name until a signal or a failure; `say` prints a line for the person who started it. */
export async function main(given: Settings, say: (line: string) => void): Promise<void> {
  const asked = signalled(given.shutdownTimeoutMs, say)
  const log = createLogger(given)
  const embedded = await Promise.race([embed(given, say), asked])
  // Asked to stop before anything serves: what was started ends with this process.
  if (!embedded) return
  try {
    const { settings } = embedded
    const pipeline = await Promise.race([
      startPipeline(topologyWith(settings.flows), settings, systemClock, log),
      asked,
    ])
    if (!pipeline) return
    void pipeline.ready.then(() => announce(settings, pipeline.url, say))
    await Promise.race([asked, pipeline.ended, embedded.died]).finally(() => pipeline.stop())
  } finally {
    await embedded.stop()
  }
}

function announce({ parts }: Settings, url: string, say: (line: string) => void): void {
  if (parts.includes('ingress')) say(`ingress   POST ${url}/ingress/http/events; every source: ${url}/openapi.json`)
  say(`health    ${url}/healthz, /readyz, /metrics`)
  say('ready')
}
