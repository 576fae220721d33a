import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrazeCaller } from './caller.ts'
import { event } from './samples.ts'

const ada = { recipients: [{ external_user_id: 'ada' }] }

/** Which limits a request draws on. */
export function poolsContract({ call, post, get, track, settings }: BrazeCaller): void {
  const statuses = async (...calls: (() => Promise<{ status: number }>)[]) => {
    const heard = []
    for (const one of calls) heard.push((await one()).status)
    return heard
  }
  const size = (requests: number) => ({ requests, windowSeconds: 3600 })
  const campaign = (more: object) => () => post('/campaigns/trigger/send', { campaign_id: 'welcome', ...more })

  test('the shared pool is one for messaging, lists, templates and the rest', async () => {
    await settings({ limits: { shared: size(3) } })
    const heard = await statuses(
      campaign(ada),
      () => get('/campaigns/list'),
      () => get('/templates/email/list'),
      () => get('/subscription/status/get?subscription_group_id=news&external_id=ada'),
      () => track({ events: [event('u')] }),
      () => post('/users/export/ids', { external_ids: ['ada'] }),
    )
    assert.deepEqual(heard, [201, 200, 200, 429, 201, 201])
  })

  test('the default pools are those of the documentation', async () => {
    const limitOf = async (method: string, path: string) => {
      return (await call(method, path, method === 'GET' ? undefined : {})).headers.get('x-ratelimit-limit')
    }
    assert.equal(await limitOf('GET', '/campaigns/list'), '250000')
    assert.equal(await limitOf('POST', '/users/track'), '3000')
    assert.equal(await limitOf('POST', '/users/track/bulk'), '50')
    assert.equal(await limitOf('POST', '/users/track/sync'), '500')
    assert.equal(await limitOf('POST', '/users/merge'), '20000')
    assert.equal(await limitOf('POST', '/users/external_ids/rename'), '1000')
    assert.equal(await limitOf('POST', '/users/export/ids'), '250')
    assert.equal(await limitOf('POST', '/subscription/status/set'), '5000')
    assert.equal(await limitOf('POST', '/catalogs/shop/items'), '16000')
    assert.equal(await limitOf('GET', '/catalogs/shop/items/hat'), '50')
    const reset = Number((await get('/campaigns/list')).headers.get('x-ratelimit-reset'))
    assert.equal(reset % 3600, 0)
  })

  test('delete, alias, identify and merge share one pool', async () => {
    await settings({ limits: { users: size(2) } })
    const heard = await statuses(
      () => post('/users/delete', { external_ids: ['u'] }),
      () => post('/users/merge', { merge_updates: [] }),
      () => post('/users/alias/new', { user_aliases: [{ alias_name: 'a', alias_label: 'b' }] }),
    )
    assert.deepEqual(heard, [201, 202, 429])
  })

  test('broadcasts: so many a minute over all audiences, fewer for each of them, and no share of the pool', async () => {
    await settings({ limits: { broadcast: size(4), 'broadcast audience': size(2), shared: size(1) } })
    const segment = { segment_id: 'vips', messages: { email: {} } }
    const heard = await statuses(
      campaign({ broadcast: true }),
      campaign({ broadcast: true }),
      campaign({ broadcast: true }),
      () => post('/messages/send', segment),
      () => post('/messages/send', segment),
      campaign(ada),
      campaign(ada),
    )
    assert.deepEqual(heard, [201, 201, 429, 201, 429, 201, 429])
  })

  test('a transactional send is never refused for a limit', async () => {
    await settings({ limits: { shared: size(0) } })
    const send = () => post('/transactional/v1/campaigns/receipt/send', { recipient: { external_user_id: 'ada' } })
    assert.deepEqual(await statuses(send, send, campaign(ada)), [201, 201, 429])
  })

  test('a contract with an hourly limit beside the burst', async () => {
    await settings({ headerDialect: 'delta', limits: { '/users/track hourly': size(1) } })
    assert.equal((await track({ events: [event('u')] })).status, 201)
    const { status, headers } = await track({ events: [event('u')] })
    assert.equal(status, 429)
    assert.ok(Number(headers.get('x-ratelimit-retry-after')) > 3)
  })
}
