import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Braze } from 'braze-api'
import { workspace } from '../sandbox/braze/contract/workspace.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// The sandbox against a client for Braze that others wrote and use: the npm package braze-api, as it is published.
let sandbox: RunningSandbox
let braze: Braze
before(async () => {
  sandbox = await startSandbox('braze', { settings: workspace })
  braze = new Braze(sandbox.url, sandbox.key)
})
after(() => sandbox.stop())
beforeEach(() => fetch(`${sandbox.url}/_sandbox`, { method: 'DELETE' }))

const time = '2024-05-05T10:00:00Z'

test('users: track, export, alias, identify, merge, delete, rename', async () => {
  const tracked = await braze.users.track({
    attributes: [{ external_id: 'ada', plan: 'gold' }],
    events: [{ external_id: 'ada', name: 'seen', time }],
    purchases: [{ external_id: 'ada', product_id: 'hat', currency: 'EUR', price: 2.5, time }],
  })
  assert.deepEqual(tracked, {
    attributes_processed: 1,
    events_processed: 1,
    purchases_processed: 1,
    message: 'success',
  })
  const { users } = await braze.users.export.ids({ external_ids: ['ada'] })
  const [ada] = users
  assert.deepEqual([ada?.external_id, ada?.custom_attributes, ada?.total_revenue], ['ada', { plan: 'gold' }, 2.5])
  const alias = { alias_name: 'a', alias_label: 'l' }
  assert.equal((await braze.users.alias.new({ user_aliases: [alias] })).message, 'success')
  const aliases_to_identify = [{ external_id: 'new', user_alias: alias }]
  assert.equal((await braze.users.identify({ aliases_to_identify })).message, 'success')
  const merge_updates = [{ identifier_to_merge: { external_id: 'new' }, identifier_to_keep: { external_id: 'ada' } }]
  assert.equal((await braze.users.merge({ merge_updates })).message, 'success')
  const external_id_renames = [{ current_external_id: 'ada', new_external_id: 'ada2' }]
  assert.deepEqual((await braze.users.external_ids.rename({ external_id_renames })).rename_errors, [])
  assert.equal((await braze.users.delete({ external_ids: ['ada2'] })).deleted, 1)
})

test('messaging: campaigns, Canvases, messages, transactional sends, send ids, lists', async () => {
  const recipients = [{ external_user_id: 'ada' }]
  const campaign = await braze.campaigns.trigger.send({ campaign_id: 'welcome', recipients })
  const canvas = await braze.canvas.trigger.send({ canvas_id: 'journey', recipients })
  for (const { dispatch_id } of [campaign, canvas]) assert.match(dispatch_id, /^[0-9a-f]{32}$/)
  assert.equal((await braze.sends.id.create({ campaign_id: 'welcome', send_id: 's' })).send_id, 's')
  assert.ok((await braze.campaigns.list()).campaigns.some(({ id }) => id === 'welcome'))
  assert.equal((await braze.campaigns.details({ campaign_id: 'welcome' })).name, 'Welcome')
  assert.equal((await braze.segments.list()).segments[0]?.id, 'vips')
  assert.equal((await braze.canvas.list()).canvases.length, 2)
  // Its types say that the recipient is a list; Braze documents a single object, and refuses a list.
  const listed = braze.transactional.v1.campaigns.send('receipt', { external_send_id: 'x', recipient: recipients })
  await assert.rejects(listed, { status: 400, message: "'recipient' must be an object" })
})

test('subscriptions, in both versions', async () => {
  const one = { subscription_group_id: 'news', subscription_state: 'subscribed' as const }
  await braze.subscription.status.set({ ...one, external_id: ['ada'], email: [] })
  const { status } = await braze.subscription.status.get({ subscription_group_id: 'news', external_id: ['ada', 'bob'] })
  assert.deepEqual(status, { ada: 'Subscribed', bob: 'unknown' })
  const group = { ...one, external_ids: ['bob'] }
  assert.equal((await braze.v2.subscription.status.set({ subscription_groups: [group] })).message, 'success')
  const { users } = await braze.subscription.user.status({ external_id: 'bob' })
  assert.equal(users[0]?.subscription_groups[0]?.status, 'Subscribed')
})

test('content blocks and templates', async () => {
  const { content_block_id } = await braze.templates.content_blocks.create({ name: 'n', content: 'c' })
  assert.equal((await braze.templates.content_blocks.get({ content_block_id })).content, 'c')
  assert.equal((await braze.templates.content_blocks.list({})).count, 2)
  const template = { template_name: 't', subject: 's', body: 'b' }
  const { email_template_id } = await braze.templates.email_templates.create(template)
  assert.equal((await braze.templates.email_templates.get({ email_template_id })).subject, 's')
  assert.equal((await braze.templates.email_templates.list({})).count, 2)
})

test('catalogs: the list, one item, and all items over the pages of the header Link', async () => {
  const items = Array.from({ length: 50 }, (_, n) => ({ id: `n${n}` }))
  await fetch(`${sandbox.url}/catalogs/shop/items`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  })
  assert.equal((await braze.catalogs.synchronous.list()).catalogs[0]?.fields.length, 3)
  const { items: found } = await braze.catalogs.synchronous.item({ catalog_name: 'shop', item_id: 'hat' })
  assert.deepEqual(found, [{ id: 'hat', price: 5 }])
  let count = 0
  for await (const item of braze.catalogs.synchronous.items({ catalog_name: 'shop' })) {
    assert.ok(item.id)
    count += 1
  }
  assert.equal(count, 51)
})

test('a wrong key and bad data are errors of the client', async () => {
  const stranger = new Braze(sandbox.url, 'nope')
  await assert.rejects(stranger.users.track({ events: [] }), { status: 401, message: 'Invalid API key: nope' })
  await assert.rejects(braze.campaigns.trigger.send({ campaign_id: 'no' }), {
    status: 400,
    message: 'Invalid Campaign ID',
  })
})
