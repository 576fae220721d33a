/** The client credentials grant against a small endpoint: what is asked, and how long a token is kept. */
import assert from 'node:assert/strict'
import { after, beforeEach, before, test } from 'node:test'
import { clientCredentials, errorType, isPassing } from '../../src/kafka/index.ts'
import { startTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts'

let endpoint: TokenEndpoint
before(async () => {
  endpoint = await startTokenEndpoint(100)
})
beforeEach(() => {
  endpoint.asked.length = 0
  endpoint.answer(undefined)
})
after(() => endpoint.stop())

let nowMs = 0
const source = (scope?: string) =>
  clientCredentials({ url: endpoint.url, clientId: 'a:b', clientSecret: 'ü&', scope }, () => nowMs)

test('the request is the one of RFC 6749: grant and scope in the form, the client in the header, both encoded', async () => {
  await source('kafka other')()
  const [asked] = endpoint.asked
  assert.deepEqual(
    [...(asked?.form ?? [])],
    [
      ['grant_type', 'client_credentials'],
      ['scope', 'kafka other'],
    ],
  )
  const [scheme, user = ''] = asked?.authorization.split(' ') ?? []
  assert.deepEqual([scheme, Buffer.from(user, 'base64').toString()], ['Basic', 'a%3Ab:%C3%BC%26'])
  await source()()
  assert.deepEqual([...(endpoint.asked[1]?.form ?? [])], [['grant_type', 'client_credentials']])
})

test('a token is kept until thirty seconds before it ends, and asked for once however many want it', async () => {
  const token = source()
  const [first, second] = await Promise.all([token(), token(), token()])
  assert.equal(first, second)
  nowMs += 69_000
  assert.equal(await token(), first)
  assert.equal(endpoint.asked.length, 1)
  nowMs += 2_000
  await token()
  assert.equal(endpoint.asked.length, 2)
})

test('a token without an end is used once', async () => {
  endpoint.answer({ status: 200, body: '{"access_token":"t"}' })
  const token = source()
  assert.deepEqual([await token(), await token()], ['t', 't'])
  assert.equal(endpoint.asked.length, 2)
})

test('what may pass is told from what will not, and the next call asks again', async () => {
  const token = source()
  const refusals: [number, string, string][] = [
    [503, '', 'TOKEN_UNAVAILABLE'],
    [429, '', 'TOKEN_UNAVAILABLE'],
    [401, '{"error":"invalid_client"}', 'TOKEN_REFUSED'],
    [200, '{}', 'TOKEN_REFUSED'],
    [200, '<html>', 'TOKEN_REFUSED'],
  ]
  for (const [status, body, type] of refusals) {
    endpoint.answer({ status, body })
    await assert.rejects(token(), error => {
      assert.equal(errorType(error), type)
      assert.equal(isPassing(error), type === 'TOKEN_UNAVAILABLE')
      return true
    })
  }
  endpoint.answer(undefined)
  assert.match(await token(), /^\S+\.\S+\.$/)
})
