import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'

const list = z.array(z.looseObject({ id: z.string() }))

/** Content blocks, templates, and the lists of what marketers have made. */
export function documentsContract({ post, get }: BrazeCaller): void {
  test('content blocks are created once per name, updated, listed and shown', async () => {
    const block = { name: 'footer', content: 'Bye', tags: ['t'] }
    const made = await post('/content_blocks/create', block)
    const shape = z.object({
      content_block_id: z.string(),
      liquid_tag: z.literal('{{content_blocks.${footer}}}'),
      created_at: z.iso.datetime(),
      message: z.literal('success'),
    })
    const { content_block_id } = shape.parse(made.body)
    assert.equal(made.status, 201)
    const twice = await post('/content_blocks/create', block)
    assert.deepEqual([twice.status, twice.body['message']], [400, 'Content Block with this name already exists'])
    assert.equal((await post('/content_blocks/update', { content_block_id, content: 'Ciao' })).status, 201)
    const info = await get(`/content_blocks/info?content_block_id=${content_block_id}`)
    assert.deepEqual([info.body['name'], info.body['content'], info.body['tags']], ['footer', 'Ciao', ['t']])
    const { body } = await get('/content_blocks/list?limit=1&offset=1')
    assert.equal(body['count'], 1)
    assert.equal((await get('/content_blocks/info?content_block_id=block')).body['content'], 'Hello')
    assert.equal((await post('/content_blocks/create', { ...block, name: 'a b' })).status, 400)
    assert.equal((await post('/content_blocks/update', { content_block_id: 'no' })).status, 400)
  })

  test('email templates are created, updated, listed and shown', async () => {
    const template = { template_name: 'T', subject: 'S', body: '<p>', should_inline_css: true }
    const made = await post('/templates/email/create', template)
    const id = z.string().parse(made.body['email_template_id'])
    assert.equal((await post('/templates/email/update', { email_template_id: id, subject: 'S2' })).status, 201)
    const info = (await get(`/templates/email/info?email_template_id=${id}`)).body
    assert.deepEqual([info['template_name'], info['subject'], info['body']], ['T', 'S2', '<p>'])
    assert.equal((await get('/templates/email/list')).body['count'], 2)
    assert.equal((await get('/templates/email/list?limit=0')).status, 400)
    const wrong = await post('/templates/email/create', { ...template, should_inline_css: 'yes' })
    assert.match(String(wrong.body['message']), /^Invalid value for should_inline_css/)
  })

  test('campaigns, Canvases and segments are listed, archived ones when asked for, and shown', async () => {
    const campaigns = list.parse((await get('/campaigns/list')).body['campaigns'])
    const ids = campaigns.map(({ id }) => id)
    assert.ok(ids.includes('welcome') && !ids.includes('archived'))
    const [welcome] = campaigns
    const { last_edited, ...rest } = z.looseObject({ last_edited: z.string() }).parse(welcome)
    assert.deepEqual(rest, { id: 'welcome', name: 'Welcome', is_api_campaign: true, tags: ['t'] })
    assert.ok(!Number.isNaN(Date.parse(last_edited)))
    const all = list.parse((await get('/campaigns/list?include_archived=true')).body['campaigns'])
    assert.ok(all.some(({ id }) => id === 'archived'))
    assert.deepEqual((await get('/campaigns/list?page=1')).body['campaigns'], [])
    const details = (await get('/campaigns/details?campaign_id=paused')).body
    assert.deepEqual(
      [details['enabled'], details['schedule_type'], details['channels']],
      [false, 'api_triggered', ['email']],
    )
    assert.equal((await get('/campaigns/details?campaign_id=no')).status, 400)
    assert.deepEqual(list.parse((await get('/canvas/list')).body['canvases']).length, 2)
    const badCanvas = await get('/canvas/details?canvas_id=no')
    const message = 'canvas_id must be a string of the Canvas api identifier'
    assert.deepEqual([badCanvas.status, badCanvas.body], [400, { message }])
    const segment = { id: 'vips', name: 'VIPs', analytics_tracking_enabled: true, tags: [] }
    assert.deepEqual((await get('/segments/list')).body, { segments: [segment], message: 'success' })
  })
}
