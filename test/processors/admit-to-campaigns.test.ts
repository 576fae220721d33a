/** Flow E5: campaigns that are entered with an approved document only, with the gate behind them. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { admitToCampaigns } from '../../processors/admit-to-campaigns.ts'
import { askEligibility } from '../../processors/ask-eligibility.ts'
import { waiting } from '../../processors/stores/waiting.ts'
import { CampaignEligibilityRequested } from '../../schemas/campaign-eligibility-requested.generated.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { campaignEvents } from '../../topics/campaign-events.ts'
import { contentProcessors, workspaceOf } from './content.ts'
import { consent, gateDriverWith, messages, noon } from './messages.ts'

const minute = 60_000
const hour = 60 * minute
const night = noon + 11 * hour

let driver: TestDriver
const startAt = (now: number) => {
  driver = gateDriverWith({ now }, ...contentProcessors(), askEligibility, admitToCampaigns(settings))
  consent(driver, 'ada', true, 'marketing')
}
const settings = {
  mostWaiting: 3,
  messages: { entry: { purpose: 'marketing', urgent: false, capped: false, campaigns: {} } },
}
beforeEach(() => startAt(noon))

const asks = (eventId: string, more: Partial<CampaignEligibilityRequested> = {}) =>
  driver.send(campaignEvents, CampaignEligibilityRequested, {
    ...{ eventId, subject: 'ada', occurredAt: driver.now, source: '/braze/webhooks' },
    ...{
      campaignId: null,
      campaignName: null,
      canvasId: null,
      canvasStepId: null,
      dispatchId: null,
      brazeUserId: null,
    },
    ...{ enterCampaignId: 'offer', enterCanvasId: null, documentKind: 'contract', workspaceId: null, expiresAt: null },
    ...{ properties: {}, extra: {} },
    ...more,
  })
/** A document of ada's; its kind is its category. */
function paper(id = 71, kind = 'Contract', workspace = 7, customer = 'ada') {
  const document = workspaceOf(driver, customer, workspace).document(id, kind)
  const approval = (from: string | null, to: string, at = driver.now) => document.approval(from, to, { at }, kind)
  return {
    ...document,
    approve: (at?: number) => approval(null, 'Approved', at),
    review: (at?: number) => approval('Approved', 'In review', at),
  }
}

const entered = () => messages(driver).map(({ by, what }) => `${by} ${what ?? ''}`)
const decided = () =>
  driver
    .decisions()
    .filter(({ processor }) => processor !== 'follow-cases')
    .map(({ eventId, reason }) => `${eventId} ${reason}`)
const states = () => driver.row(waiting, 'ada')?.requests.map(({ eventId, state }) => `${eventId} ${state}`)

describe('the order of approval and request does not matter', () => {
  test('approved before: the customer enters at once, with what the campaign wants told and the kind of the document', () => {
    paper().added()
    paper().approve()
    asks('r1', { properties: { offer: 'gold' } })
    const [message, ...more] = messages(driver)
    assert.deepEqual([message?.by, message?.what, more, decided()], ['campaign', 'offer', [], []])
    assert.equal(message?.properties['offer'], 'gold')
    assert.equal(message.properties['document_kind'], 'Contract')
  })

  test('asked before: a decision, and the customer enters once it is approved', () => {
    paper().added()
    asks('r1')
    assert.deepEqual([entered(), decided(), states()], [[], ['r1 document_not_approved'], ['r1 waiting']])
    driver.restart()
    driver.advance(hour)
    paper().approve()
    assert.deepEqual([entered(), decided(), states()], [['campaign offer'], [], ['r1 admitted']])
  })

  test('both at once, in either order', () => {
    paper().added()
    driver.together(() => {
      paper().approve()
      asks('r1')
    })
    assert.deepEqual(entered(), ['campaign offer'])
    driver.together(() => {
      asks('r2', { enterCampaignId: 'other', documentKind: 'Claim form' })
      paper(72, 'Claim form').approve()
    })
    assert.deepEqual(entered(), ['campaign other'])
  })

  test('a Canvas is entered likewise', () => {
    asks('r1', { enterCampaignId: null, enterCanvasId: 'journey' })
    paper().approve()
    assert.deepEqual(entered(), ['canvas journey'])
  })
})

describe('only with the document that the campaign asked for', () => {
  test('of its kind, whatever the case of its letters', () => {
    asks('r1', { documentKind: ' CONTRACT ' })
    paper(72, 'Claim form').approve()
    assert.deepEqual(entered(), [])
    paper().approve()
    assert.deepEqual(entered(), ['campaign offer'])
  })

  test('in its workspace, where it named one; of any kind, where it named none', () => {
    asks('r1', { workspaceId: '8', documentKind: null })
    paper().approve()
    assert.deepEqual(entered(), [])
    paper(81, 'Claim form', 8).approve()
    assert.deepEqual(entered(), ['campaign offer'])
  })

  test('of the customer alone: nobody enters for another’s approval', () => {
    asks('r1')
    paper(91, 'Contract', 9, 'bob').approve()
    assert.deepEqual([entered(), states()], [[], ['r1 waiting']])
  })

  test('two kinds wait for themselves, and enter in the order of the approvals', () => {
    asks('r1')
    asks('r2', { enterCampaignId: 'claim', documentKind: 'Claim form' })
    paper(72, 'Claim form').approve()
    paper().approve()
    assert.deepEqual(entered(), ['campaign claim', 'campaign offer'])
  })

  test('one approval releases all who wait for it, in the order in which they asked', () => {
    asks('r1', { enterCampaignId: 'b' })
    asks('r2', { enterCampaignId: 'a' })
    paper().approve()
    assert.deepEqual(entered(), ['campaign b', 'campaign a'])
  })
})

test('without consent nobody enters, and the gate says so of the message', () => {
  consent(driver, 'ada', false, 'marketing')
  asks('r1')
  paper().approve()
  assert.deepEqual(entered(), [])
  assert.match(decided().join(), /\/r1\/E5 consent_withdrawn$/)
})

test('approved again, and a new version: nobody enters twice', () => {
  asks('r1')
  paper().approve()
  paper().approve()
  paper().added(2)
  paper().review()
  paper().approve()
  assert.deepEqual(entered(), ['campaign offer'])
  assert.match(decided().join(), /r1 document_not_approved,.*\/r1\/E5 already_sent$/)
})

test('an approval that comes after its own withdrawal does nothing', () => {
  asks('r1')
  paper().review(noon)
  paper().approve(noon - hour)
  assert.deepEqual([entered(), states()], [[], ['r1 waiting']])
})

describe('an approval is withdrawn', () => {
  const held = () => {
    startAt(night)
    asks('r1')
    paper().approve()
    assert.deepEqual(entered(), [])
    assert.match(decided().join(), /held_quiet_hours$/)
  }

  test('while the entry is held: it is taken back, and waits for the next approval', () => {
    held()
    paper().review()
    assert.deepEqual(states(), ['r1 waiting'])
    assert.match(decided().join(), /\/r1\/E5 withdrawn$/)
    driver.restart()
    driver.advance(12 * hour)
    assert.deepEqual(entered(), [])
    paper().approve()
    assert.deepEqual(entered(), ['campaign offer'])
  })

  test('so does a document that is deleted, and not while another one admits', () => {
    held()
    paper(72).approve()
    paper().deleted()
    assert.deepEqual(states(), ['r1 admitted'])
    paper(72).deleted()
    assert.deepEqual(states(), ['r1 waiting'])
    driver.advance(12 * hour)
    assert.deepEqual(entered(), [])
  })

  test('a week after the entry nobody remembers it', () => {
    asks('r1')
    paper().approve()
    driver.advance(7 * 24 * hour + 1)
    assert.deepEqual(decided(), ['r1 document_not_approved'])
    assert.deepEqual([states(), driver.timers().filter(({ name }) => name === 'agenda')], [undefined, []])
  })
})

describe('a request that expires', () => {
  test('leaves a decision at its time, and an approval after it admits nobody', () => {
    asks('r1', { expiresAt: noon + hour })
    asks('r2', { enterCampaignId: 'other' })
    driver.restart()
    driver.advance(hour - 1)
    assert.deepEqual(decided(), ['r1 document_not_approved', 'r2 document_not_approved'])
    driver.advance(1)
    assert.deepEqual([decided(), states()], [['r1 expired'], ['r2 waiting']])
    paper().approve()
    assert.deepEqual(entered(), ['campaign other'])
  })

  test('before it comes leaves it at once', () => {
    asks('r1', { expiresAt: noon - hour })
    assert.deepEqual([decided(), states()], [['r1 document_not_approved', 'r1 expired'], undefined])
  })

  test('while its entry is held does not enter', () => {
    startAt(night)
    asks('r1', { expiresAt: night + hour })
    paper().approve()
    driver.advance(12 * hour)
    assert.deepEqual(entered(), [])
    assert.match(decided().join(), /\/r1\/E5 expired$/)
  })
})

describe('the list of those who wait', () => {
  test('holds one request for the same: the one that was asked last, whichever comes last', () => {
    asks('r2', { properties: { offer: 'gold' }, documentKind: 'Contract' })
    asks('r1', { properties: { offer: 'old' }, occurredAt: noon - hour })
    assert.deepEqual(states(), ['r2 waiting'])
    asks('r3', { properties: { offer: 'platinum' } })
    assert.deepEqual(states(), ['r3 waiting'])
    assert.deepEqual(decided(), ['r2 document_not_approved', 'r1 already_waiting', 'r3 already_waiting'])
    paper().approve()
    const all = messages(driver)
    assert.deepEqual(
      all.map(({ properties }) => properties['offer']),
      ['platinum'],
    )
  })

  test('holds each target and each condition for itself', () => {
    asks('r1', { documentKind: null })
    asks('r2', { documentKind: 'Claim form' })
    asks('r3', { enterCampaignId: null, enterCanvasId: 'a' })
    assert.deepEqual(states(), ['r1 waiting', 'r2 waiting', 'r3 waiting'])
    asks('r4', { enterCampaignId: null, enterCanvasId: 'b' })
    asks('r5', { enterCampaignId: null, enterCanvasId: 'b', workspaceId: '8' })
    assert.deepEqual(states(), ['r3 waiting', 'r4 waiting', 'r5 waiting'])
    asks('r6', { enterCampaignId: null, enterCanvasId: 'b', workspaceId: '8', documentKind: null })
    asks('r7', { enterCampaignId: null, enterCanvasId: 'b', workspaceId: '8', documentKind: null })
    assert.deepEqual(states(), ['r4 waiting', 'r5 waiting', 'r7 waiting'])
  })

  test('the same request again is known by its id', () => {
    asks('r1')
    asks('r1')
    assert.deepEqual(decided(), ['r1 document_not_approved', 'r1 duplicate'])
  })

  test('has so many places: the oldest leaves', () => {
    for (const n of [1, 2, 3, 4]) asks(`r${n}`, { enterCampaignId: `c${n}` })
    assert.deepEqual(decided().slice(-2), ['r4 document_not_approved', 'r1 too_many_waiting'])
    assert.deepEqual(states(), ['r2 waiting', 'r3 waiting', 'r4 waiting'])
    paper().approve()
    driver.advance(25 * hour)
    for (const n of [5, 6]) asks(`r${n}`, { enterCampaignId: `c${n}` })
    assert.equal(states()?.length, 3)
    assert.deepEqual(entered(), ['campaign c2', 'campaign c3', 'campaign c4', 'campaign c5', 'campaign c6'])
  })
})
