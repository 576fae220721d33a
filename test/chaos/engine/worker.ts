/** The engine as a process: the process stage of the chaos topology, as the pipeline runs it, without HTTP and without a registry. */
import { Command } from 'commander'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { AvroCodec, SchemaRegistry } from '../../../src/kafka/index.ts'
import { createLogger } from '../../../src/logger.ts'
import { createMetrics } from '../../../src/metrics.ts'
import { inputsOf, othersOf, processSchemasOf, ProcessWork, Stage, type Engine } from '../../../src/stream/index.ts'
import { schemaIds } from './records.ts'
import { topology } from './topology.ts'

const Options = z.object({ brokers: z.string(), prefix: z.string(), instance: z.string() })
const command = new Command().option('--brokers <list>').option('--prefix <prefix>').option('--instance <name>')
const options = Options.parse(command.parse().opts())

const settings = readSettings({
  SIGNALBOX_INSTANCE: options.instance,
  SIGNALBOX_TOPIC_PREFIX: options.prefix,
  SIGNALBOX_SESSION_TIMEOUT_MS: '6000',
  SIGNALBOX_TRANSACTION_TIMEOUT_MS: '10000',
  SIGNALBOX_LOG_LEVEL: 'debug',
})
const log = createLogger(settings)
const kafka = { brokers: options.brokers.split(','), clientId: `signalbox-${options.instance}`, log }

/** Every id is known beforehand, so nobody asks this registry. */
const codec = new AvroCodec(new SchemaRegistry('http://127.0.0.1:9'), processSchemasOf(topology))
const ids = new Map(schemaIds)
processSchemasOf(topology).forEach((schema, at) => codec.useForWriting(schema, ids.get(schema) ?? 1_000 + at))

const engine: Engine = { settings, kafka, codec, clock: systemClock, metrics: createMetrics(), log }
const stage = new Stage(engine, {
  name: 'process',
  inputs: inputsOf(topology),
  others: othersOf(topology),
  work: (cluster, fetcher) => new ProcessWork(engine, topology, cluster, fetcher),
})

const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort(new Error('stopping')))

async function sayReady(): Promise<void> {
  while (stage.status !== 'running') await sleep(20)
  console.log('ready')
}

void sayReady()
await stage.run(stopping.signal)
process.exit()
