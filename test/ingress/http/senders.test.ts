/** Several systems send over HTTP, each with its own token, rate and types. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { InvalidSettings, readSettings } from '../../../src/config.ts'
import { consentChanged, productViewed, signedUp } from './events.ts'
import { batched, serve, structured } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'signalbox-senders-'))
after(() => rmSync(folder, { recursive: true }))

function fileOf(content: unknown): string {
  const path = join(folder, 'senders.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const shop = { token: 'the-token-of-the-shop', rate: 5, types: ['customer.product_viewed', 'customer.signed_up'] }
const crm = { token: 'the-token-of-the-crm' }
const as = ({ token }: { token: string }, headers = structured) => ({ ...headers, authorization: `Bearer ${token}` })

describe('senders', async () => {
  const served = await serve({ SIGNALBOX_HTTP_SOURCES: fileOf({ shop, crm }) })
  const { post, published, refused, time, metrics, logged } = served

  test('each has a token, and the one of the settings goes on', async () => {
    for (const headers of [as(shop), as(crm), structured]) assert.equal((await post(signedUp, headers)).status, 202)
    assert.equal((await post(signedUp, as({ token: 'the-token-of-nobody-else' }))).status, 401)
    assert.equal(published.splice(0).length, 3)
  })

  test('a type that a sender may not send is refused, alone or in a batch; others may', async () => {
    const detail = 'is a type that this sender may not send'
    const alone = await post(consentChanged, as(shop))
    assert.deepEqual([alone.status, alone.body['errors']], [400, [{ pointer: '/type', detail }]])
    const batch = await post([productViewed, consentChanged], as(shop, batched))
    assert.deepEqual(batch.body, {
      accepted: 1,
      rejected: [{ index: 1, id: 'e-4', errors: [{ pointer: '/type', detail }] }],
    })
    assert.equal(refused[0]?.reason, `invalid_event: /type ${detail}`)
    assert.equal((await post(consentChanged, as(crm))).status, 202)
  })

  test('one that sends too much does not use up the rate of another', async () => {
    time.now += 10_000
    assert.equal((await post(Array(20).fill(signedUp), as(shop, batched))).status, 202)
    const answer = await post(signedUp, as(shop))
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '4'])
    assert.equal((await post(signedUp, as(crm))).status, 202)
    assert.equal((await post(signedUp)).status, 202)
  })

  test('metrics tell them apart, and no token is in metrics or log', async () => {
    const text = await metrics.registry.metrics()
    assert.match(text, /ingress_events_total\{source="http.shop",result="accepted"\} 22/)
    assert.match(text, /ingress_events_total\{source="http.crm",result="accepted"\} 3/)
    assert.match(text, /ingress_events_total\{source="http",result="accepted"\} 2/)
    assert.match(text, /ingress_requests_refused_total\{source="http.shop",reason="too-many-events"\} 1/)
    assert.match(logged.join(), /ingress http\.shop: more events came than its rate allows/)
    assert.doesNotMatch(`${text}${logged.join()}`, /token-of|development-token/)
  })
})

describe('what is wrong in the file is named, and no token is shown', () => {
  const problemsOf = (content: unknown) => {
    try {
      readSettings({ SIGNALBOX_HTTP_SOURCES: fileOf(content) })
    } catch (error) {
      assert.ok(error instanceof InvalidSettings)
      return error.problems
    }
    return assert.fail('the settings were taken')
  }
  test('every problem at once', () => {
    const problems = problemsOf({ shop: { ...shop, rate: 0 }, crm: { token: 'too-short' }, web: { ...crm, ratio: 1 } })
    assert.equal(problems.length, 3)
    assert.match(problems[0] ?? '', /^SIGNALBOX_HTTP_SOURCES: shop\.rate: /)
    assert.match(problems[1] ?? '', /^SIGNALBOX_HTTP_SOURCES: crm\.token: must have at least 16 characters/)
    assert.match(problems[2] ?? '', /^SIGNALBOX_HTTP_SOURCES: web: .*ratio/)
    assert.doesNotMatch(problems.join(), /too-short|token-of/)
  })
  test('a token that two have', () => {
    const problems = problemsOf({ shop, crm: { token: shop.token } })
    assert.deepEqual(problems, ['SIGNALBOX_HTTP_SOURCES: crm.token: is that of shop too'])
  })
  test('a file that is no JSON, or is not there', () => {
    assert.match(problemsOf(`{"token": "${shop.token}`).join(), /must name a JSON file: it holds no JSON$/)
    assert.throws(() => readSettings({ SIGNALBOX_HTTP_SOURCES: join(folder, 'none') }), /ENOENT/)
  })
  test('at the start: types that do not exist, the token of the settings', async () => {
    const start = (content: unknown, env = {}) => serve({ SIGNALBOX_HTTP_SOURCES: fileOf(content), ...env })
    await assert.rejects(
      start({ shop: { ...shop, types: ['customer.x'] } }),
      /shop\.types: there is no type customer\.x; there are customer\.signed_up, /,
    )
    await assert.rejects(start({ crm }, { SIGNALBOX_HTTP_TOKEN: crm.token }), (error: Error) => {
      assert.doesNotMatch(error.message, /token-of/)
      return /crm\.token: is that of SIGNALBOX_HTTP_TOKEN too/.test(error.message)
    })
  })
})
