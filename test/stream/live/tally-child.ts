/** A process with the tally topology, to be killed: BROKERS PREFIX. Says "running" when it is. */
import { startEngine } from './engine-run.ts'
import { partitions, tally } from './tally.ts'

const [brokers = '', prefix = ''] = process.argv.slice(2)
const run = startEngine({ brokers, prefix, topology: tally })
await run.running(partitions)
console.log('running')
await run.ended
