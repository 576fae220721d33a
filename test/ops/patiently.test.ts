import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import { KafkaError } from '../../src/kafka/errors.ts'
import { patiently } from '../../src/ops/patiently.ts'

const failing = (error: Error, times: number) => {
  const attempts = { made: 0 }
  const attempt = () => {
    attempts.made++
    return attempts.made <= times ? Promise.reject(error) : Promise.resolve('done')
  }
  return { attempts, attempt }
}

function logged() {
  const lines: string[] = []
  return { lines, log: pino({ level: 'warn' }, { write: line => void lines.push(line) }) }
}

test('what another broker will answer is asked again, and said once', async () => {
  const { lines, log } = logged()
  const { attempts, attempt } = failing(new KafkaError('NOT_COORDINATOR', 'not any more'), 3)
  assert.equal(await patiently(log, attempt), 'done')
  assert.equal(attempts.made, 4)
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /NOT_COORDINATOR/)
})

test('what waiting does not mend is not asked again', async () => {
  const { log } = logged()
  const { attempts, attempt } = failing(new KafkaError('TOPIC_AUTHORIZATION_FAILED', 'no'), 1)
  await assert.rejects(patiently(log, attempt), /TOPIC_AUTHORIZATION_FAILED/)
  assert.equal(attempts.made, 1)
})
