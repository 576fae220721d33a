/** A process with the timing topology, to be killed: BROKERS PREFIX INSTANCE BASE. */
import { startEngine } from './engine-run.ts'
import { timing } from './timing.ts'

const [brokers = '', prefix = '', instance = '', base = ''] = process.argv.slice(2)
await startEngine({ brokers, prefix, instance, topology: timing(Number(base)) }).ended
