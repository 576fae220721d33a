/** The pipeline as a process of its own, by the settings of its environment; with --without-ledger its calls leave no intents, as if every destination deduped. */
import { systemClock } from '../../src/clock.ts'
import { readSettings } from '../../src/config.ts'
import { createLogger } from '../../src/logger.ts'
import { startPipeline } from '../../src/pipeline.ts'
import { topology } from '../../src/topology.ts'
import type { Sink } from '../../src/stream/define.ts'

function ledgerless(sink: Sink): Sink {
  const open: Sink['open'] = (settings, clock) => {
    const client = sink.open(settings, clock)
    const plan: typeof client.plan = commands => {
      const { refused, call } = client.plan(commands)
      return { refused, call: call && { ...call, inDoubt: 'resend' } }
    }
    const { concurrency, mostPerCall, callTimeoutMs, limits } = client
    return { concurrency, mostPerCall, callTimeoutMs, limits, plan, close: () => client.close() }
  }
  return { ...sink, open }
}

const settings = readSettings(process.env)
const sinks = process.argv.includes('--without-ledger') ? topology.sinks.map(ledgerless) : topology.sinks
const pipeline = await startPipeline({ ...topology, sinks }, settings, systemClock, createLogger(settings))
await pipeline.ready
console.log(`ready ${pipeline.url}`)
process.once('SIGTERM', () => void pipeline.stop().then(() => process.exit()))
