/** Opens a sink at a destination that never answers, calls, and closes it in the middle of that: `open-and-close.ts SINK URL`. Says "closed"; the process must end by itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../src/clock.ts'
import { outcomeOf } from './driving.ts'
import { profileOf } from './profiles/index.ts'

const [name = '', url = ''] = process.argv.slice(2)
const { sink, settings, command } = profileOf(name)
const client = sink.open(settings(url, 60_000), systemClock)
const outcome = outcomeOf(client, command(1, 1))
await sleep(300)
await client.close()
process.stdout.write('closed\n')
process.exitCode = (await outcome).kind === 'inDoubt' ? 0 : 1
