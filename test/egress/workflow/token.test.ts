import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { beforeEach, test } from 'node:test'
import { z } from 'zod'
import { claim, complete, start } from './commands.ts'
import { client, control, fault, outcomeOf, secret, send, tokens } from './workflow-service.ts'

beforeEach(() => control('DELETE', ''))

test('one token serves all calls', async () => {
  const service = client()
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => outcomeOf(service, start())))
  assert.ok(outcomes.every(outcome => outcome?.kind === 'delivered'))
  assert.equal(await tokens(), 1)
})

test('fetched anew at four fifths of its life, and used as long as it lives where that fails', async () => {
  await control('PUT', 'settings', { tokenSeconds: 100 })
  let now = 1_000_000
  const service = client({}, () => now)
  await outcomeOf(service, claim())
  now += 79_000
  await outcomeOf(service, claim())
  assert.equal(await tokens(), 1)
  now += 2_000
  await outcomeOf(service, claim())
  assert.equal(await tokens(), 2)
  now += 81_000
  await fault('html502', { path: '/tenants/*', times: 0 })
  assert.equal((await outcomeOf(service, claim()))?.kind, 'delivered')
  assert.equal(await tokens(), 3)
  now += 20_000
  assert.equal((await outcomeOf(service, claim()))?.kind, 'unavailable')
})

test('a token that ends under thirty calls at once: one more, and each of them is made again', async () => {
  const service = client()
  await outcomeOf(service, claim())
  await fault('tokenExpired')
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => outcomeOf(service, start())))
  assert.deepEqual(new Set(outcomes.map(outcome => outcome?.kind)), new Set(['delivered']))
  assert.equal(await tokens(), 2)
})

test('a token that is never taken: unavailable, one more token and no other before its time', async () => {
  await fault('tokenExpired', { times: 0 })
  let now = Date.now()
  const service = client({}, () => now)
  const reason = 'refused_401: a token that was just given is not taken'
  // Each is told what is left of thirty seconds: whoever waits again begins no new ones.
  for (const afterMs of [30_000, 29_000, 28_000, 27_000]) {
    assert.deepEqual(await outcomeOf(service, claim()), { kind: 'unavailable', reason, afterMs })
    now += 1_000
  }
  assert.equal(await tokens(), 2)
})

test('a wrong secret or tenant: unavailable, asked once, and never shown', async () => {
  const service = client({ SIGNALBOX_WORKFLOW_SECRET: 'wrong-secret' })
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(service, claim())))
  const [outcome] = outcomes
  assert.ok(
    outcome?.kind === 'unavailable' && outcome.reason.startsWith('token_401: invalid_client'),
    JSON.stringify(outcome),
  )
  assert.equal(outcome.afterMs, 30_000)
  assert.equal(await tokens(), 1)
  assert.doesNotMatch(JSON.stringify(outcomes), /wrong-secret/)
  assert.equal((await outcomeOf(client({ SIGNALBOX_WORKFLOW_TENANT: 'other' }), claim()))?.kind, 'unavailable')
})

test('over a limit: unavailable with its wait, and the rate says from when', async () => {
  const service = client({}, () => 50_000)
  await outcomeOf(service, claim())
  await fault('rateLimited', { seconds: 7 })
  const { outcomes, rate } = await send(service, claim())
  assert.ok(outcomes[0]?.kind === 'unavailable' && outcomes[0].afterMs === 7_000, JSON.stringify(outcomes))
  assert.deepEqual(rate, { notBefore: 57_000 })
})

test('neither secret nor token is in what an answer’s words lead to', async () => {
  const echo = createServer((request, response) => {
    const login = request.url?.endsWith('/oauth2/token')
    const exception = `You said ${request.headers.authorization ?? ''} and ${secret}`
    const body = login ? { access_token: 'token-0451', expires_in: 60 } : { exception }
    response.writeHead(login ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(echo.address())
  const service = client({ SIGNALBOX_WORKFLOW_URL: `http://127.0.0.1:${port}/api/` })
  const outcomes = [await outcomeOf(service, complete()), await outcomeOf(service, start())]
  echo.close()
  assert.deepEqual(
    outcomes.map(outcome => outcome?.kind),
    ['rejected', 'rejected'],
  )
  assert.doesNotMatch(JSON.stringify(outcomes), /token-0451|client-secret/)
})
