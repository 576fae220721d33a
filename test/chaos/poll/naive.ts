/** signalbox start with pollers whose events follow what is remembered one transaction later: npm run chaos -- poll --naive must show changes that are missed. */
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { createLogger } from '../../../src/logger.ts'
import { startPipeline } from '../../../src/pipeline.ts'
import type { Poller, Publication } from '../../../src/stream/define.ts'
import { topology } from '../../../src/topology.ts'

const late = (poller: Poller): Poller => ({
  ...poller,
  open: (...given) => {
    const source = poller.open(...given)
    let kept: readonly Publication[] = []
    return {
      restart: () => {
        kept = []
        source.restart()
      },
      step: async (...asked) => {
        const polled = await source.step(...asked)
        const publications = kept
        kept = polled.publications
        return { ...polled, publications, nextAfterMs: kept.length > 0 ? 0 : polled.nextAfterMs }
      },
      close: () => source.close(),
    }
  },
})

const settings = readSettings(process.env)
const pollers = topology.pollers.map(late)
const pipeline = await startPipeline({ ...topology, pollers }, settings, systemClock, createLogger(settings))
process.once('SIGTERM', () => void pipeline.stop().then(() => process.exit()))
await pipeline.ready
console.log('ready')
