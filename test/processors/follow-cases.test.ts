import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases } from '../../processors/stores/cases.ts'
import { days } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { caseIn, contentProcessors, openedCase, workspaceOf } from './content.ts'

const now = Date.UTC(2026, 0, 15)
const start = () => new TestDriver(topologyOf(...contentProcessors()), { now })
const known = (driver: TestDriver, customer = 'ada') => driver.row(cases, customer)?.cases ?? {}
const reasons = (driver: TestDriver) => driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

test('a case is open from the moment it is there, and closed by a status of those that close', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  const facts = { name: 'Workspace 8', businessObjectId: 'case-8', openedAt: now }
  assert.deepEqual(known(driver), { 8: { ...facts, status: null, open: true, changedAt: now } })
  driver.advance(1_000)
  claim.status(null, 'In review')
  assert.deepEqual(known(driver), { 8: { ...facts, status: 'In review', open: true, changedAt: now + 1_000 } })
  driver.restart()
  driver.advance(1_000)
  claim.status('In review', ' closed')
  assert.deepEqual(known(driver), { 8: { ...facts, status: ' closed', open: false, changedAt: now + 2_000 } })
})

test('opened again, it is as young as a new one; a status that is cleared closes nothing', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  claim.status(null, 'Closed')
  driver.advance(5_000)
  claim.status('Closed', null)
  assert.deepEqual([known(driver)['8']?.open, known(driver)['8']?.openedAt], [true, now + 5_000])
  driver.advance(5_000)
  claim.status(null, 'In review')
  assert.equal(known(driver)['8']?.openedAt, now + 5_000)
})

test('an older word changes nothing, in whatever order both come', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  driver.together(() => {
    claim.status('In review', 'Closed', { at: now + 20 })
    claim.status(null, 'In review', { at: now + 10, eventId: 'late' })
  })
  assert.equal(known(driver)['8']?.status, 'Closed')
  assert.ok(reasons(driver).includes('newer_known late'))
})

test('its name is the newest; its status stays', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  claim.status(null, 'Closed')
  claim.renamed('Broken window')
  assert.deepEqual(
    [known(driver)['8']?.name, known(driver)['8']?.status, known(driver)['8']?.open],
    ['Broken window', 'Closed', false],
  )
})

test('a deleted case leaves the row, and so does one that is another customer’s', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  openedCase(driver, 'ada', 9).deleted()
  claim.status(null, 'In review')
  assert.deepEqual(Object.keys(known(driver)), ['8'])
  claim.customer('bob')
  assert.equal(driver.row(cases, 'ada'), undefined)
  assert.deepEqual([known(driver, 'bob')['8']?.status, known(driver, 'bob')['8']?.open], ['In review', true])
})

test('closed cases leave the row after thirty days, when another case is told', () => {
  const driver = start()
  openedCase(driver, 'ada', 8).status(null, 'Closed')
  openedCase(driver, 'ada', 9)
  driver.advance(days(29))
  openedCase(driver, 'ada', 10)
  assert.deepEqual(Object.keys(known(driver)), ['8', '9', '10'])
  driver.advance(days(2))
  openedCase(driver, 'ada', 11)
  assert.deepEqual(Object.keys(known(driver)), ['9', '10', '11'])
})

test('other workspaces are no cases, and a document’s status is not its case’s', () => {
  const driver = start()
  workspaceOf(driver, 'ada', 7).created()
  assert.equal(driver.row(cases, 'ada'), undefined)
  const claim = openedCase(driver, 'ada', 8)
  claim.document(81, null).status('Status', null, 'Closed')
  assert.equal(known(driver)['8']?.open, true)
  caseIn(driver, 8).attribute('Case', 'Status', null, 'Closed')
  assert.equal(known(driver)['8']?.open, true)
})
