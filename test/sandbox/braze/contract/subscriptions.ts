import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'

/** Subscription groups and the global state of emails. */
export function subscriptionsContract({ post, get, effects, track, exported }: BrazeCaller): void {
  const set = (more: object) => {
    return post('/subscription/status/set', {
      subscription_group_id: 'news',
      subscription_state: 'subscribed',
      ...more,
    })
  }
  const statusOf = async (query: string) => {
    return (await get(`/subscription/status/get?subscription_group_id=news&${query}`)).body['status']
  }

  test('status/set and get: by id, by email every user who has it; unknown until set', async () => {
    const { status, body } = await set({ external_id: ['ada', 'nobody'] })
    assert.deepEqual([status, body], [201, { message: 'success' }])
    await set({ email: 'shared@example.com', subscription_state: 'unsubscribed' })
    assert.deepEqual(await statusOf('external_id[]=ada&external_id[]=bob&external_id[]=cyd&external_id[]=nobody'), {
      ada: 'Subscribed',
      bob: 'Unsubscribed',
      cyd: 'Unsubscribed',
      nobody: 'unknown',
    })
    assert.deepEqual(await statusOf('email=ada%40example.com'), { 'ada@example.com': 'Subscribed' })
    const change = { kind: 'subscription', id: null, group: 'news' }
    assert.deepEqual(await effects('subscription'), [
      { ...change, subject: 'ada', state: 'subscribed' },
      { ...change, subject: 'bob', state: 'unsubscribed' },
      { ...change, subject: 'cyd', state: 'unsubscribed' },
    ])
  })

  test('documented refusals: unknown group, email and phone together, more than 50', async () => {
    assert.deepEqual((await set({ subscription_group_id: 'no', external_id: 'ada' })).body, {
      message: 'Invalid subscription group ID',
    })
    assert.equal(
      (await set({ email: 'a@b.co', phone: '+49' })).body['message'],
      'Either an email address or a phone number should be provided, but not both.',
    )
    assert.equal((await set({ external_id: Array(51).fill('u') })).status, 400)
    assert.equal((await set({ external_id: 'ada', subscription_state: 'maybe' })).status, 400)
    assert.equal((await set({})).status, 400)
  })

  test('v2 sets several groups, all or none, and takes the singular names of the recordings', async () => {
    const v2 = (...subscription_groups: object[]) => post('/v2/subscription/status/set', { subscription_groups })
    const news = { subscription_group_id: 'news', subscription_state: 'subscribed', external_ids: ['ada'] }
    const texts = { subscription_group_id: 'texts', subscription_state: 'unsubscribed', external_id: 'ada' }
    assert.equal((await v2(news, { ...texts, subscription_group_id: 'no' })).status, 400)
    assert.deepEqual(await statusOf('external_id=ada'), { ada: 'unknown' })
    assert.equal((await v2(news, texts)).status, 201)
    const { body } = await get('/subscription/user/status?external_id=ada')
    const [user] = z.array(z.record(z.string(), z.unknown())).parse(body['users'])
    assert.deepEqual(user?.['subscription_groups'], [
      { id: 'news', name: 'News', channel: 'email', status: 'Subscribed' },
      { id: 'texts', name: '', channel: 'sms', status: 'Unsubscribed' },
    ])
  })

  test('subscription_groups among the attributes of a user set the same states', async () => {
    const subscription_groups = [{ subscription_group_id: 'news', subscription_state: 'unsubscribed' }]
    await track({ attributes: [{ external_id: 'ada', subscription_groups }] })
    assert.deepEqual(await statusOf('external_id=ada'), { ada: 'Unsubscribed' })
    const { body } = await get('/_sandbox/profiles/ada')
    assert.deepEqual(body['subscriptions'], { news: 'unsubscribed' })
  })

  test('email/status: known and unknown emails alike; who takes one later has the state', async () => {
    const email = ['ada@example.com', 'later@example.com']
    const { status } = await post('/email/status', { email, subscription_state: 'unsubscribed' })
    assert.equal(status, 201)
    await track({ attributes: [{ external_id: 'late', email: 'later@example.com' }] })
    const users = await exported({ external_ids: ['ada', 'late'], fields_to_export: ['email_subscribe'] })
    assert.deepEqual(users, [{ email_subscribe: 'unsubscribed' }, { email_subscribe: 'unsubscribed' }])
    const { body } = await get('/email/unsubscribes')
    const [first] = z.array(z.object({ email: z.string(), unsubscribed_at: z.string() })).parse(body['emails'])
    assert.match(first?.unsubscribed_at ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000$/)
    assert.deepEqual((await get('/email/hard_bounces')).body, { emails: [], message: 'success' })
    assert.equal((await post('/email/spam/remove', { email: 'nobody@example.com' })).status, 201)
    assert.equal((await post('/email/status', { email, subscription_state: 'gone' })).status, 400)
  })
}
