/** A process that polls, to be killed: BROKERS PREFIX INSTANCE. */
import { counter, startPolling } from './poll-run.ts'

const [brokers = '', prefix = '', instance = ''] = process.argv.slice(2)
await startPolling({ brokers, prefix, instance }, counter(instance)).ended
