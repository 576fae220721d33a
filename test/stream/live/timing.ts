import type { RecordSchema } from '../../../schemas/record.ts'
import { days, processor, stream, timer } from '../../../src/stream/define.ts'
import type { ProcessTopology } from '../../../src/stream/index.ts'
import { counting, Happening, happenings, partitions } from './counting.ts'

interface Fired {
  due: number
  firedAt: number
}
const Fired: RecordSchema<'test.Fired', Fired> = {
  name: 'test.Fired',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Fired',
    namespace: 'test',
    fields: [
      { name: 'due', type: 'long' },
      { name: 'firedAt', type: 'long' },
    ],
  },
}
export const fired = stream({
  name: 'fired',
  key: 'the subject',
  partitions,
  retentionMs: days(1),
  why: 'a test',
  records: [Fired],
})
const alarm = timer({ name: 'alarm', clock: 'wall' })

/** Each event sets its subject's timer to `base` plus the event's number, in ms, or cancels it where that is below 0; the output says when it was due and when it fired. */
export const timing = (base: number): ProcessTopology => ({
  ...counting,
  processors: [
    processor({
      name: 'remind',
      input: { from: happenings, only: [Happening] },
      lookups: {},
      keeps: [],
      timers: [alarm],
      outputs: [fired],
      reasons: [],
      process: ({ value: { number } }, _rows, { setTimer, cancelTimer }) =>
        number < 0 ? cancelTimer(alarm) : setTimer(alarm, base + number),
      wake: ({ due, at }, _rows, { forward }) => forward(fired, Fired, { due, firedAt: at }),
    }),
  ],
})
