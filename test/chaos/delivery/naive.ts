/** signalbox start with a Braze sink that makes every call in doubt again, although Braze dedupes nothing: npm run chaos -- delivery --destination braze --program test/chaos/delivery/naive.ts must show doubled events. */
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { braze } from '../../../src/egress/braze/sink.ts'
import { createLogger } from '../../../src/logger.ts'
import { startPipeline } from '../../../src/pipeline.ts'
import type { Sink, SinkClient } from '../../../src/stream/define.ts'
import { topology } from '../../../src/topology.ts'

/** The client with another way for every call. */
function resending(client: SinkClient): SinkClient {
  const { concurrency, mostPerCall, callTimeoutMs, limits } = client
  return {
    ...{ concurrency, mostPerCall, callTimeoutMs, limits },
    plan: commands => {
      const { refused, call } = client.plan(commands)
      return { refused, call: call && { ...call, inDoubt: 'resend' } }
    },
    close: () => client.close(),
  }
}

const naive: Sink = { ...braze, open: (settings, clock) => resending(braze.open(settings, clock)) }
const sinks = topology.sinks.map(sink => (sink.name === naive.name ? naive : sink))
const settings = readSettings(process.env)

const pipeline = await startPipeline({ ...topology, sinks }, settings, systemClock, createLogger(settings))
process.once('SIGTERM', () => void pipeline.stop().then(() => process.exit()))
await pipeline.ready
console.log('ready')
