import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list, number, text } from './caller.ts'
import type { EcmCaller } from './caller.ts'

const login = { username: 'admin', password: 'secret' }
const refused = { error: 'Authentication Required' }

/** Checklist items 1 to 3: log-in, tickets, who may call. */
export function authContract({ call, logIn, control, settings, sandbox }: EcmCaller): void {
  test('1: log-in as form, multipart and JSON; 500 on a missing argument, 401 on a wrong password', async () => {
    const parts = new FormData()
    for (const [name, value] of Object.entries(login)) parts.append(name, value)
    for (const sent of [{ form: login }, { form: parts }, { json: login }]) {
      const { status, body } = await call('POST', '/v1/auth', sent)
      assert.equal(status, 200)
      assert.ok(text(at(body, 'ticket')).length > 20)
    }
    assert.equal((await call('POST', '/v1/auth', { form: { username: 'admin' } })).status, 500)
    assert.equal((await call('POST', '/v1/auth', { form: { ...login, password: 'no' } })).status, 401)
  })

  test('2: every success has a fresh ticket; the old one stays valid until it is idle too long', async () => {
    const first = await logIn()
    const heard = await call('GET', '/v2/nodes/2000', { ticket: first })
    const second = text(heard.headers.get('otcsticket'))
    assert.notEqual(second, first)
    assert.equal((await call('GET', '/v2/nodes/2000', { ticket: first })).status, 200)
    assert.equal((await call('GET', '/v2/nodes/1', { ticket: first })).headers.get('otcsticket'), null)
  })

  test('2: a client that takes up fresh tickets stays logged in, one that keeps its first does not; the clock can be set', async () => {
    const first = await logIn()
    let fresh = first
    for (const hours of [1.5, 3, 4.5]) {
      await control('PUT', '/clock', { skewMs: hours * 3_600_000 })
      const heard = await call('GET', '/v1/auth', { ticket: fresh })
      assert.equal(heard.status, 200)
      fresh = text(heard.headers.get('otcsticket'))
    }
    const late = await call('GET', '/v1/auth', { ticket: first })
    assert.deepEqual([late.status, late.body], [401, refused])
    const { body } = await call('GET', '/v1/serverinfo')
    assert.deepEqual(
      [at(body, 'sessions', 'session_timeout'), at(body, 'sessions', 'expire_after_last_request')],
      [7_200_000, true],
    )
  })

  test('2: with idleFrom session, any request keeps every ticket of it alive', async () => {
    await settings({ session: { idleFrom: 'session', timeoutMs: 1000 } })
    const first = await logIn()
    await control('PUT', '/clock', { skewMs: 900 })
    assert.equal((await call('GET', '/v1/auth', { ticket: first })).status, 200)
    await control('PUT', '/clock', { skewMs: 1800 })
    assert.equal((await call('GET', '/v1/auth', { ticket: first })).status, 200)
    await control('PUT', '/clock', { skewMs: 9000 })
    assert.equal((await call('GET', '/v1/auth', { ticket: first })).status, 401)
  })

  test('3: a missing, wrong or logged-out ticket is 401; the header is case-insensitive, the cookie is taken too', async () => {
    const ticket = await logIn()
    for (const sent of [{}, { ticket: 'nonsense' }, { ticket: `${ticket}x` }]) {
      const { status, body } = await call('GET', '/v2/nodes/2000', sent)
      assert.deepEqual([status, body], [401, refused])
    }
    for (const headers of [{ otcsTICKET: ticket }, { cookie: `a=b; LLCookie=${ticket}` }]) {
      assert.equal((await call('GET', '/v2/nodes/2000', { headers })).status, 200)
    }
    assert.equal((await call('HEAD', '/v1/auth', { ticket })).status, 200)
    const out = await call('DELETE', '/v1/auth', { ticket })
    assert.deepEqual([out.status, out.said], [200, '{}'])
    assert.equal((await call('GET', '/v1/auth', { ticket })).status, 401)
    const { sessions, refused: reasons } = await control('GET', '/sessions')
    assert.deepEqual([list(sessions), reasons], [[], { missing: 1, unknown: 3 }])
  })

  test('3: the directory service: its ticket and its token are swapped for a ticket of Content Server', async () => {
    const otds = { base: '/otdsws' }
    const json = { user_name: 'alice', password: 'alice-pass' }
    const credentials = await call('POST', '/v1/authentication/credentials', { ...otds, json })
    const ticket = text(at(credentials.body, 'ticket'))
    assert.match(ticket, /^\*OTDSSSO\*/)
    const form = { grant_type: 'client_credentials', client_id: 'bob', client_secret: 'bob-pass' }
    const token = text(at((await call('POST', '/oauth2/token', { ...otds, form })).body, 'access_token'))
    const swaps: [Record<string, string>, string][] = [
      [{ OTDSTicket: ticket }, 'alice'],
      [{ Authorization: `Bearer ${token}` }, 'bob'],
    ]
    for (const [headers, name] of swaps) {
      const heard = await call('GET', '/v1/auth', { headers })
      assert.equal(at(heard.body, 'data', 'name'), name)
      const swapped = await call('GET', '/v2/nodes/2000', { ticket: text(heard.headers.get('otcsticket')) })
      assert.equal(swapped.status, 200)
    }
    assert.equal((await call('GET', '/v2/nodes/2000', { headers: { Authorization: `Bearer ${token}` } })).status, 200)
    assert.equal((await call('GET', '/v1/auth', { headers: { Authorization: 'Bearer no' } })).status, 401)
  })

  test('ping and server information need no ticket; both base paths serve', async () => {
    for (const base of ['/otcs/cs/api', '/otcs/cs.exe/api']) {
      const { status, body } = await call('GET', '/v1/ping', { base })
      assert.equal(status, 200)
      assert.equal(list(at(body, 'rest_api')).length, 1)
    }
    const { said } = await call('GET', '/v1/ping', { base: `${new URL(sandbox().url).pathname}otcs` })
    assert.match(said, /mappings registry/)
    assert.ok(number(at((await call('GET', '/v1/serverinfo')).body, 'sessions', 'session_inactivity')) > 0)
  })
}
