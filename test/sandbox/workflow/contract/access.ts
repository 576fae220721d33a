import assert from 'node:assert/strict'
import { test } from 'node:test'
import { client } from './caller.ts'
import type { WorkflowCaller } from './caller.ts'

/** Tokens and what they open. */
export function accessContract({ send, call, control, tasks, act, fault }: WorkflowCaller): void {
  const path = '/tenants/acme/oauth2/token'
  const grant = { ...client, grant_type: 'client_credentials' }

  test('3.5.1 the token endpoint of a tenant takes JSON and form, and says how long the token lives', async () => {
    const json = await send('POST', path, grant)
    const form = await send('POST', path, new URLSearchParams(grant).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    for (const { status, body } of [json, form]) {
      assert.deepEqual([status, body['token_type'], body['expires_in']], [200, 'Bearer', 3600])
      const authorization = `Bearer ${String(body['access_token'])}`
      assert.equal((await send('GET', '/workflow/v1/tasks', undefined, { authorization })).status, 200)
    }
  })

  test('3.5.1 wrong secret, tenant, grant and password are refused as OAuth2 does', async () => {
    const refused = async (body: object, at = path) => {
      const heard = await send('POST', at, body)
      return [heard.status, heard.body['error']]
    }
    assert.deepEqual(await refused({ ...grant, client_secret: 'wrong' }), [401, 'invalid_client'])
    assert.deepEqual(await refused(grant, '/tenants/nobody/oauth2/token'), [404, 'invalid_request'])
    assert.deepEqual(await refused({ ...grant, grant_type: 'magic' }), [400, 'unsupported_grant_type'])
    assert.deepEqual(await refused(client), [400, 'invalid_request'])
    const password = { ...client, grant_type: 'password', username: 'ann' }
    assert.deepEqual(await refused({ ...password, password: 'no' }), [400, 'invalid_grant'])
    assert.equal((await send('POST', path, { ...password, password: 'pw' })).status, 200)
  })

  test('3.5.1 an expired bearer is a 401, and so is none or an unknown one', async () => {
    await control('PUT', 'settings', { tokenSeconds: 100 })
    const { body } = await send('POST', path, grant)
    const authorization = `Bearer ${String(body['access_token'])}`
    const status = async (headers: Record<string, string>) => {
      const heard = await send('GET', '/workflow/v1/tasks', undefined, headers)
      assert.ok(heard.status === 200 || typeof heard.body['exception'] === 'string')
      return heard.status
    }
    assert.equal(await status({ authorization }), 200)
    await control('PUT', 'clock', { skewMs: 100_000 })
    assert.equal(await status({ authorization }), 401)
    assert.equal(await status({ authorization: 'Bearer unknown' }), 401)
    assert.equal(await status({}), 401)
  })

  test('a tenant sees its own tasks alone', async () => {
    assert.deepEqual((await tasks('assignee=ann', 'other')).ids, ['foreign'])
    assert.deepEqual((await tasks('assignee=ann')).ids, [])
    assert.equal((await act('foreign', { action: 'complete' })).status, 404)
    assert.equal((await act('foreign', { action: 'complete' }, 'other')).status, 200)
  })

  test('3.5.7 the fault tokenExpired ends a token in the middle of its life; a new one is good', async () => {
    assert.equal((await call('GET', '/workflow/v1/tasks')).status, 200)
    await fault({ fault: 'tokenExpired', path: '/workflow/v1/tasks' })
    assert.equal((await call('GET', '/workflow/v1/tasks')).status, 401)
    assert.equal((await call('GET', '/workflow/v1/tasks')).status, 401)
    const { body } = await send('POST', path, grant)
    const authorization = `Bearer ${String(body['access_token'])}`
    assert.equal((await send('GET', '/workflow/v1/tasks', undefined, { authorization })).status, 200)
  })
}
