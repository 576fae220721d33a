/** H3: what Braze reports goes to the HTTP endpoint in signed batches, each event once, and lies in engagement.events. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentsEvent } from '../processors/engagement.ts'
import { field } from '../field.ts'
import type { Ground } from './ground.ts'

export const flow = (ground: Ground): void => {
  const began = Date.now()
  const reports = ['Send', 'Delivery', 'Open', 'Click', 'Unsubscribe'].map(verb =>
    currentsEvent(verb, began, { customer: 'h3-ann', message: 'h3' }),
  )
  const kinds = ['sent', 'delivered', 'opened', 'clicked', 'unsubscribed'].map(word => `engagement.email.${word}`)
  const got = async (customer: string, count: number) =>
    (await ground.settled('http', count, { subject: customer })).map(({ type, endpoint }) => {
      assert.equal(endpoint, 'events')
      return type
    })

  test('delivery, open, click and unsubscription arrive once each and in order, though Braze tells some twice', async () => {
    await ground.says.currents(...reports, ...reports.slice(0, 2))
    assert.deepEqual(await got('h3-ann', 5), kinds)
    const published = await ground.records('engagement.events', ({ key }) => key === 'h3-ann', 5)
    assert.deepEqual(
      published.map(({ value }) => field(value, 'eventId')),
      reports.map(({ id }) => id),
    )
  })

  test('the same batch again: nothing', async () => {
    await ground.says.currents(...reports)
    // Two of the first time, and now all: an unsubscription is two events, one of them the consent that is withdrawn.
    assert.equal((await ground.decided({ subject: 'h3-ann', reason: 'duplicate' }, 8)).length, 8)
    assert.deepEqual(await got('h3-ann', 5), kinds)
  })

  test('what the settings do not list is in the topic, and not sent', async () => {
    await ground.says.currents(currentsEvent('Deferral', began, { customer: 'h3-bob', message: 'h3' }))
    const [unsent] = await ground.decided({ subject: 'h3-bob' })
    assert.deepEqual([unsent?.processor, unsent?.reason], ['send-engagement', 'not_reported'])
    assert.equal((await ground.records('engagement.events', ({ key }) => key === 'h3-bob')).length, 1)
    assert.deepEqual(await got('h3-bob', 0), [])
  })

  test('no address is in what is sent', async () => {
    const sent = await ground.records('http.commands', ({ key }) => key === 'h3-ann', 5)
    for (const { value } of sent) assert.equal(String(field(value, 'data')).includes('emailAddress'), false)
  })
}
