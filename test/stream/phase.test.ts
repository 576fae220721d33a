/** A stage that does not run says what it waits for, every five seconds and no longer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { Phase } from '../../src/stream/stage/phase.ts'
import { Trouble } from '../../src/stream/stage/trouble.ts'

test('what is waited for is said every five seconds, with the trouble there is, until it is over', t => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  t.mock.method(performance, 'now', () => 0)
  const lines: unknown[] = []
  const log = pino({ base: null, timestamp: false }, { write: line => lines.push(JSON.parse(line)) })
  const trouble = new Trouble(log, 'process')
  const phase = new Phase(log, 'process', trouble)
  phase.waitFor('the group to settle')
  t.mock.timers.tick(4_900)
  phase.waitFor('the positions')
  assert.deepEqual(lines, [])
  t.mock.timers.tick(100)
  trouble.met(new Error('no leader'))
  t.mock.timers.tick(5_000)
  phase.over()
  t.mock.timers.tick(60_000)
  const line = { level: 30, stage: 'process', waitsFor: 'the positions', seconds: 0, msg: 'does not run yet' }
  assert.deepEqual(lines, [line, { ...line, trouble: 'no leader' }])
})
