import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignedCaller } from '../../http/contract/caller.ts'
import type { HookTarget } from '../../http/contract/hook-target.ts'
import { sendingContract } from '../../http/contract/sending.ts'
import { secret } from '../../http/contract/signing.ts'
import { event } from './events.ts'

/** xConnector's own side: the events that it sends. */
export function webhookContract({ control }: SignedCaller, target: () => HookTarget): void {
  const settings = (more: object = {}) =>
    control('PUT', '/settings', { webhook: { url: target().url, secret, batch: 2, inFlight: 1, ...more } })
  const emit = (body: object) => control('POST', '/emit', body)
  const sendOne = async () => {
    await emit({ events: [event('e1')] })
  }
  sendingContract('xconnector', { control, sendOne }, target)

  const events = [event('e1'), event('e2'), event('e3')]
  const modes: [mode: string, contentType: string, texts: string[]][] = [
    ['structured', 'application/cloudevents+json', events.map(one => JSON.stringify(one))],
    [
      'batch',
      'application/cloudevents-batch+json',
      [JSON.stringify(events.slice(0, 2)), JSON.stringify(events.slice(2))],
    ],
    [
      'frame',
      'application/x-ndjson',
      [`${JSON.stringify(events[0])}\n${JSON.stringify(events[1])}\n`, `${JSON.stringify(events[2])}\n`],
    ],
  ]
  for (const [mode, contentType, texts] of modes) {
    test(`events go out as ${mode}`, async () => {
      await settings()
      assert.deepEqual((await emit({ events, mode })).body, { messages: texts.length })
      const came = await target().attempts(texts.length)
      assert.deepEqual(
        came.map(one => [one.contentType, one.text]),
        texts.map(text => [contentType, text]),
      )
    })
  }

  test('a text is a line of a frame as it stands, so that a wrong one can be sent', async () => {
    await settings()
    await emit({ events: ['{"id":', events[0]], mode: 'frame' })
    const [came] = await target().attempts(1)
    assert.equal(came?.text, `{"id":\n${JSON.stringify(events[0])}\n`)
  })

  test('events wait where there is no webhook, and go out once there is one', async () => {
    await emit({ events, mode: 'structured' })
    assert.equal((await control('GET', '/webhook')).body['waiting'], 3)
    await settings()
    assert.equal((await target().attempts(3)).length, 3)
  })

  test('out of order: the same events, in a row that the seed decides', async () => {
    await settings({ batch: 50, shuffled: true, seed: 3 })
    const many = Array.from({ length: 50 }, (_, n) => n)
    await emit({ events: many })
    const [came] = await target().attempts(1)
    const order: unknown = JSON.parse(came?.text ?? '[]')
    assert.notDeepEqual(order, many)
    assert.deepEqual(Array.isArray(order) && order.toSorted((a, b) => Number(a) - Number(b)), many)
  })
}
