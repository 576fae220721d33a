import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { scoreEngagement } from '../../processors/score-engagement.ts'
import { engagement } from '../../processors/stores/engagement.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { engagementScores } from '../../topics/engagement-scores.ts'
import { report } from './engagement.ts'

// Opened 1, clicked 3, ignored -1, unsubscribed -5; ignored after two days; fourteen days count.
const settings = { ...exampleFlows.E6, ignoredAfterMs: days(2), windowMs: days(14), bucketMs: days(1) }

let driver: TestDriver
beforeEach(() => {
  driver = new TestDriver(topologyOf(scoreEngagement(settings)))
})
/** What was counted since the last call: of which event, the score after it, and of how many things it is made. */
const scores = () => driver.outputs(engagementScores).map(({ value }) => [value.eventId, value.score, value.events])
const openMessages = () => driver.row(engagement, 'ada')?.messages.map(({ id, seen }) => [id, ...seen])

describe('what customers do', () => {
  for (const [verb, score] of [
    ['Open', 1],
    ['Click', 3],
    ['Unsubscribe', -5],
    ['MarkAsSpam', -5],
    ['whatsapp.Read', 1],
    ['sms.ShortLinkClick', 3],
  ] as const)
    test(`${verb}: ${score}`, () => {
      report(driver, verb)
      assert.deepEqual(scores(), [[`${verb}-m-1-ada`, score, 1]])
      const [scored] = driver.outputs(engagementScores)
      assert.equal(scored, undefined, 'once')
    })

  test('it adds up, message by message and customer by customer', () => {
    report(driver, 'Open', { message: 'm-1' })
    report(driver, 'Click', { message: 'm-1' })
    report(driver, 'Open', { message: 'm-2' })
    report(driver, 'Open', { message: 'm-1', customer: 'bob' })
    assert.deepEqual(scores().sort(), [
      ['Click-m-1-ada', 4, 2],
      ['Open-m-1-ada', 1, 1],
      ['Open-m-1-bob', 1, 1],
      ['Open-m-2-ada', 5, 3],
    ])
  })

  test('machines are no customers: a mail program that opens, a scanner that clicks', () => {
    report(driver, 'Open', { machineOpen: true })
    report(driver, 'Click', { suspectedBot: true })
    assert.deepEqual([scores(), driver.row(engagement, 'ada')], [[], undefined])
  })

  test('a message that is opened twice counts once; one that Braze does not name counts each time', () => {
    report(driver, 'Open', { id: 'o-1' })
    report(driver, 'Open', { id: 'o-2' })
    for (const id of ['u-1', 'u-2']) report(driver, 'Open', { id, message: null })
    assert.deepEqual(
      scores().map(([id]) => id),
      ['o-1', 'u-1', 'u-2'],
    )
  })

  test('who is not known counts for nobody', () => {
    report(driver, 'Open', { customer: '' })
    assert.deepEqual([scores(), driver.decisions()], [[], []])
  })
})

describe('what they do not', () => {
  test('a message that nobody answers in two days counts as ignored, at that time', () => {
    report(driver, 'Send')
    const due = driver.now + days(2)
    driver.advance(days(2) - 1)
    assert.deepEqual(scores(), [])
    driver.advance(days(1))
    const [scored] = driver.outputs(engagementScores)
    assert.deepEqual(scored?.value, {
      ...{ eventId: 'Send-m-1-ada/ignored', subject: 'ada', occurredAt: due },
      ...{ score: -1, events: 1 },
    })
    assert.equal(scored.key, 'ada')
  })

  test('an answer in time: not ignored; sent and delivered are one message', () => {
    report(driver, 'Send')
    report(driver, 'Delivery')
    driver.advance(days(1))
    report(driver, 'Open')
    driver.advance(days(30))
    assert.deepEqual(scores(), [['Open-m-1-ada', 1, 1]])
  })

  test('an answer after all counts too, and the message is not ignored again when its delivery is reported late', () => {
    report(driver, 'Send')
    driver.advance(days(2))
    report(driver, 'Open')
    report(driver, 'Delivery')
    driver.advance(days(10))
    assert.deepEqual(scores(), [
      ['Send-m-1-ada/ignored', -1, 1],
      ['Open-m-1-ada', 0, 2],
    ])
    assert.deepEqual(openMessages(), [])
  })

  test('Currents promises no order: an open before its sending is an open', () => {
    driver.together(() => {
      report(driver, 'Open', { at: driver.now - 1_000 })
      report(driver, 'Send', { at: driver.now - 5_000 })
    })
    driver.advance(days(5))
    assert.deepEqual(scores(), [['Open-m-1-ada', 1, 1]])
  })

  test('several messages, each at its time; together where the process was down meanwhile', () => {
    report(driver, 'Send', { message: 'm-1' })
    driver.advance(days(1))
    report(driver, 'Send', { message: 'm-2' })
    driver.restart()
    driver.advance(days(1))
    assert.deepEqual(scores(), [['Send-m-1-ada/ignored', -1, 1]])
    report(driver, 'Send', { message: 'm-3' })
    driver.together(() => {
      driver.advance(days(3))
      driver.restart()
    })
    assert.deepEqual(scores(), [['Send-m-3-ada/ignored', -3, 3]])
  })

  test('where nobody is told of opens, silence says nothing', () => {
    for (const medium of ['sms', 'webhook']) report(driver, `${medium}.Send`)
    driver.advance(days(5))
    assert.deepEqual([scores(), driver.timers()], [[], []])
  })

  test('a row holds two hundred messages at most: the oldest go', () => {
    for (let n = 1; n <= 201; n++) report(driver, 'Send', { message: `m-${n}` })
    assert.deepEqual([openMessages()?.length, openMessages()?.[0]], [200, ['news/m-2']])
  })
})

describe('time', () => {
  test('fourteen days count, and no longer', () => {
    report(driver, 'Click', { message: 'm-1' })
    driver.advance(days(13))
    report(driver, 'Open', { message: 'm-2' })
    driver.advance(days(2))
    report(driver, 'Open', { message: 'm-3' })
    assert.deepEqual(
      scores().map(([, score]) => score),
      [3, 4, 2],
    )
  })

  test('what comes late counts where it belongs, and is not judged by what was true then; too late is too late', () => {
    const start = driver.now
    driver.advance(days(13))
    report(driver, 'Click', { message: 'm-1' })
    report(driver, 'Unsubscribe', { message: 'm-2', at: start + days(5) })
    driver.advance(days(5))
    report(driver, 'Open', { message: 'm-3' })
    assert.deepEqual(scores(), [
      ['Click-m-1-ada', 3, 1],
      ['Unsubscribe-m-2-ada', -2, 2],
      ['Open-m-3-ada', -1, 3],
    ])
    report(driver, 'Open', { message: 'm-4', at: start + days(3) })
    assert.deepEqual(scores(), [])
    assert.deepEqual(
      driver.decisions().map(({ reason, eventId }) => [reason, eventId]),
      [['too_late_to_count', 'Open-m-4-ada']],
    )
  })

  test('the row goes when it is of no use', () => {
    report(driver, 'Open')
    driver.restart()
    assert.ok(driver.row(engagement, 'ada'))
    driver.advance(days(60))
    assert.equal(driver.row(engagement, 'ada'), undefined)
  })
})
