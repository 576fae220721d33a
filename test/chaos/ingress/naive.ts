/** signalbox start with an ingress that answers before Kafka has acknowledged: npm run chaos -- ingress --naive ingress must show events that are lost. */
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { createLogger } from '../../../src/logger.ts'
import { startPipeline } from '../../../src/pipeline.ts'
import type { Adapter } from '../../../src/stream/define.ts'
import { topology } from '../../../src/topology.ts'

const hasty = (adapter: Adapter): Adapter => ({
  ...adapter,
  receive: (server, context) =>
    adapter.receive(server, {
      ...context,
      publish: records => {
        context.publish(records).catch(() => undefined)
        return Promise.resolve()
      },
    }),
})

const settings = readSettings(process.env)
const adapters = topology.adapters.map(hasty)
const pipeline = await startPipeline({ ...topology, adapters }, settings, systemClock, createLogger(settings))
process.once('SIGTERM', () => void pipeline.stop().then(() => process.exit()))
await pipeline.ready
console.log('ready')
