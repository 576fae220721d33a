import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StageProgress } from '../../src/stream/stage/stage-progress.ts'

const place = (partition: number) => ({ topic: 't', partition })
const at = (partition: number, offset: number) => ({ ...place(partition), offset })

test('what is behind and has not moved is stuck; what has nothing before it is not', () => {
  const progress = new StageProgress()
  progress.begin([at(0, 5), at(1, 5), at(2, 5)])
  const ends = new Map([
    ['t-0', 5],
    ['t-1', 9],
    ['t-2', 9],
  ])
  assert.equal(progress.lag([place(0), place(1), place(2)], ends), 8)
  const long = performance.now() + 1
  assert.deepEqual(progress.stuck(long), ['t-1', 't-2'])
  while (performance.now() <= long);
  progress.committed([at(1, 6), at(2, 5)])
  assert.deepEqual(progress.stuck(long), ['t-2'], 'a commit that does not move a partition is no progress of it')
  progress.committed([at(2, 9)])
  assert.deepEqual(progress.stuck(performance.now() + 1), ['t-1'])
})
