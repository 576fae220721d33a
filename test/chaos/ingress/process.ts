/**
 * The process stage as the pipeline runs it, for the source that is named first. Where no processor of the pipeline reads the source's topic yet, one that writes a record for each
 * of its events stands in. With --without-dedupe it does not know event ids, and the run must be red.
 */
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { createLogger } from '../../../src/logger.ts'
import { startPipeline } from '../../../src/pipeline.ts'
import { topology } from '../../../src/topology.ts'
import { counterOf } from './counter.ts'
import { sourcesOf } from './sources/index.ts'

const [name = '', ...options] = process.argv.slice(2)
const [source] = sourcesOf(name)
if (!source) throw new Error(`there is no source ${name}`)
const isRead = topology.processors.some(({ input }) => input.from === source.topic)
const processors = isRead ? topology.processors : [...topology.processors, counterOf(source.topic)]
const { eventIds, ...rest } = topology
const dedupe = options.includes('--without-dedupe') || !eventIds ? {} : { eventIds }
const settings = readSettings(process.env)
const pipeline = await startPipeline({ ...rest, ...dedupe, processors }, settings, systemClock, createLogger(settings))
process.once('SIGTERM', () => void pipeline.stop().then(() => process.exit()))
await pipeline.ready
console.log('ready')
