import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { z } from 'zod'
import { calls, client, control, fault, outcomeOf, password, sandbox, send } from './content-server.ts'
import { setCategory, upsert } from './commands.ts'

beforeEach(() => control('DELETE', ''))

const logIns = async () => (await calls()).filter(call => call === 'POST /v1/auth').length
const settings = (session: object) => control('PUT', 'settings', { session })

test('one log-in serves all calls, also those that come before it is done', async () => {
  const ecm = client()
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(ecm, setCategory())))
  assert.ok(outcomes.every(outcome => outcome?.kind === 'delivered' || outcome?.kind === 'retry'))
  await outcomeOf(ecm, setCategory())
  assert.equal(await logIns(), 1)
})

test('the ticket of each answer is taken up: a session that is used outlives the time-out of its tickets', async () => {
  await settings({ timeoutMs: 400, idleFrom: 'ticket' })
  const ecm = client()
  for (let round = 0; round < 8; round++) {
    assert.equal((await outcomeOf(ecm, setCategory()))?.kind, 'delivered')
    await new Promise(resolve => setTimeout(resolve, 120))
  }
  assert.equal(await logIns(), 1)
})

test('every ticket ends under forty calls at once: one log-in, and each of them is made again', async () => {
  const ecm = client({ SIGNALBOX_ECM_CONCURRENCY: '40' })
  await outcomeOf(ecm, setCategory())
  await control('DELETE', 'sessions')
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, at) => outcomeOf(ecm, upsert(`t${at}`))))
  assert.deepEqual(new Set(outcomes.map(outcome => outcome?.kind)), new Set(['delivered']))
  assert.equal(await logIns(), 2)
})

test('a ticket that is refused again and again: unavailable, and no log-in before its time', async () => {
  await fault('expiredTicket', { times: 0 })
  const ecm = client()
  const reason = 'refused_401: a ticket that was just given is not taken'
  for (let round = 0; round < 10; round++) {
    const outcome = await outcomeOf(ecm, setCategory())
    assert.ok(outcome?.kind === 'unavailable' && outcome.afterMs !== null, JSON.stringify(outcome))
    assert.equal(outcome.reason, reason)
    // What is left of thirty seconds: whoever waits again begins no new ones.
    assert.ok(outcome.afterMs > 20_000 && outcome.afterMs <= 30_000, String(outcome.afterMs))
  }
  assert.equal(await logIns(), 2)
})

test('a wrong password: unavailable with its words, asked once in thirty seconds, and never shown', async () => {
  let now = 1_000
  const ecm = client({ SIGNALBOX_ECM_PASSWORD: 'wrong-password' }, () => now)
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(ecm, setCategory())))
  const [outcome] = outcomes
  assert.ok(outcome?.kind === 'unavailable' && /^log_in_401: ./.test(outcome.reason), JSON.stringify(outcome))
  assert.equal(outcome.afterMs, 30_000)
  await outcomeOf(ecm, setCategory())
  assert.equal(await logIns(), 1)
  now += 30_001
  await outcomeOf(ecm, setCategory())
  assert.equal(await logIns(), 2)
  assert.doesNotMatch(JSON.stringify(outcomes), /wrong-password/)
})

test('nobody there, or a page instead of a ticket: unavailable, asked again by the next call', async () => {
  const nobody = await outcomeOf(client({ SIGNALBOX_ECM_URL: 'http://127.0.0.1:9/otcs/cs' }), setCategory())
  assert.deepEqual(nobody, { kind: 'unavailable', reason: 'log_in: unreachable: ECONNREFUSED', afterMs: null })
  await fault('html200', { path: '/otcs/cs/api/v1/auth' })
  const ecm = client()
  assert.equal((await outcomeOf(ecm, setCategory()))?.kind, 'unavailable')
  assert.equal((await outcomeOf(ecm, setCategory()))?.kind, 'delivered')
})

test('neither password nor ticket is in what an answer’s words lead to', async () => {
  const seen: string[] = []
  const server = z.object({ port: z.number() })
  const { createServer } = await import('node:http')
  const echo = createServer((request, response) => {
    const ticket = String(request.headers['otcsticket'] ?? 'fresh/ticket+1==')
    seen.push(ticket)
    const login = request.url?.endsWith('/v1/auth')
    const error = `You said ${ticket} and ${password} and ${encodeURIComponent(ticket)}`
    const head = { 'content-type': 'application/json', otcsticket: 'next/ticket+2==' }
    response.writeHead(login ? 200 : 400, head).end(JSON.stringify(login ? { ticket } : { error }))
  })
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve))
  const { port } = server.parse(echo.address())
  const ecm = client({ SIGNALBOX_ECM_URL: `http://127.0.0.1:${port}/otcs/cs` })
  const outcomes = [await outcomeOf(ecm, upsert('1')), await outcomeOf(ecm, upsert('2'))]
  echo.close()
  assert.deepEqual(seen, ['fresh/ticket+1==', 'fresh/ticket+1==', 'next/ticket+2=='])
  assert.deepEqual(
    outcomes.map(outcome => outcome?.kind),
    ['rejected', 'rejected'],
  )
  assert.doesNotMatch(JSON.stringify(outcomes), /ticket\+|ticket%2B|pass-word/)
})

test('over a proxy’s limit: unavailable with its wait, and the rate says from when', async () => {
  const ecm = client({}, () => 50_000)
  await outcomeOf(ecm, setCategory())
  await fault('rateLimited', { seconds: 7, path: '/otcs/cs/api/v2/*' })
  const { outcomes, rate } = await send(ecm, upsert('1'))
  assert.ok(outcomes[0]?.kind === 'unavailable' && outcomes[0].afterMs === 7_000, JSON.stringify(outcomes))
  assert.deepEqual(rate, { notBefore: 57_000 })
})

test('the address may be that of cs.exe, and end with a slash', async () => {
  const ecm = client({ SIGNALBOX_ECM_URL: `${sandbox.url}/otcs/cs.exe/` })
  assert.equal((await outcomeOf(ecm, setCategory()))?.kind, 'delivered')
})

test('a path that is no Content Server: unavailable', async () => {
  const outcome = await outcomeOf(client({ SIGNALBOX_ECM_URL: `${sandbox.url}/elsewhere` }), setCategory())
  assert.ok(outcome?.kind === 'unavailable' && outcome.afterMs === 30_000, JSON.stringify(outcome))
})
