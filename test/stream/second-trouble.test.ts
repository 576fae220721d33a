/** What an operator hears while a destination is not delivered to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consent, view } from '../event.ts'
import { field } from '../field.ts'
import { startPipeline } from '../pipeline.ts'
import { until } from '../until.ts'

test('each new kind of trouble is told once, readiness says what is waited for and stays up', async () => {
  const signalbox = await startPipeline()
  const { sandbox } = signalbox
  await signalbox.post(consent('ada'))
  await sandbox.fault({ fault: 'status', status: 503, headers: { 'Retry-After': '0.1' }, times: 3 })
  await sandbox.fault({ fault: 'status', status: 401, times: 1 })
  await signalbox.post(view('v', 'ada'))
  const ready = async () => {
    const answer = await fetch(`${signalbox.url}/readyz`)
    return { status: answer.status, body: await answer.json() }
  }
  const waiting = (body: unknown) => String(field(field(field(body, 'stages'), 'deliver.braze'), 'waiting'))
  const isWrongKey = /^\/users\/track: breaker (open|probing): refused_401/
  const { status, body } = await until(ready, answer => isWrongKey.test(waiting(answer.body)))
  assert.match(waiting(body), isWrongKey)
  assert.equal(status, 200, 'sources can still send: their events are kept')
  const told = [...signalbox.log().matchAll(/"waiting":"\/users\/track: breaker [a-z]+: ([a-z0-9_]+)/g)]
  assert.deepEqual(
    told.map(([, word]) => word),
    ['status_503', 'refused_401'],
  )
  await signalbox.stop()
})
