/** The gate has a ground of its own: one where it is night in UTC, and soon no more. */
import { after, describe } from 'node:test'
import { flow } from './gate.ts'
import { startGround, type Ground } from './ground.ts'

const minute = 60_000
const timeOfDay = (at: number) => new Date(at).toISOString().slice(11, 16)

/** Half a day before the customers who sleep live all the others. The night ends at a full minute; a ground that was too slow for it is made again, with a later one. */
async function groundByNight(): Promise<Ground> {
  const end = Math.ceil((Date.now() + 30_000) / minute) * minute
  const quiet = { from: timeOfDay(end - 360 * minute), to: timeOfDay(end) }
  const ground = await startGround({ flows: { 'rules.zone': 'Etc/GMT-12', 'rules.quiet': quiet } })
  if (end - Date.now() > 15_000) return ground
  await ground.stop()
  return groundByNight()
}

const ground = await groundByNight()
after(() => ground.stop())
describe('gate', { concurrency: 1 }, () => flow(ground))
