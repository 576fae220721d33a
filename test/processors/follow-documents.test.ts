import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documents } from '../../processors/stores/documents.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { contentProcessors, openedCase, workspaceOf } from './content.ts'

const now = Date.UTC(2026, 0, 15)
const start = () => new TestDriver(topologyOf(...contentProcessors()), { now })
const known = (driver: TestDriver, customer = 'ada') => driver.row(documents, customer)?.documents ?? {}

test('a document is there before it is approved; what approves it is the status that the settings name', () => {
  const driver = start()
  const contract = workspaceOf(driver, 'ada', 7).document(71, 'Contract', 'contract.pdf')
  contract.added()
  const facts = { kind: 'Contract', name: 'contract.pdf', workspaceId: 7 }
  assert.deepEqual(known(driver), { 71: { ...facts, approved: false, changedAt: 0 } })
  contract.status('Status', null, 'Approved')
  assert.equal(known(driver)['71']?.approved, false)
  driver.restart()
  contract.approval(null, 'approved ')
  assert.deepEqual(known(driver), { 71: { ...facts, approved: true, changedAt: now } })
  driver.advance(1_000)
  contract.approval('approved', 'Withdrawn')
  assert.deepEqual(known(driver), { 71: { ...facts, approved: false, changedAt: now + 1_000 } })
})

test('a new version of an approved document stays approved', () => {
  const driver = start()
  const contract = workspaceOf(driver, 'ada', 7).document(71, 'Contract')
  contract.added()
  contract.approval(null, 'Approved')
  contract.added(2)
  assert.equal(known(driver)['71']?.approved, true)
})

test('an older word changes nothing, in whatever order both come', () => {
  const driver = start()
  const contract = workspaceOf(driver, 'ada', 7).document(71, 'Contract')
  driver.together(() => {
    contract.approval('Approved', 'Withdrawn', { at: now + 20 })
    contract.approval(null, 'Approved', { at: now + 10, eventId: 'late' })
    contract.added()
  })
  assert.deepEqual([known(driver)['71']?.approved, known(driver)['71']?.kind], [false, 'Contract'])
  const [decided] = driver.decisions()
  assert.deepEqual([decided?.eventId, decided?.reason], ['late', 'newer_known'])
})

test('a deleted document leaves the row, and all of a workspace that is deleted', () => {
  const driver = start()
  const home = workspaceOf(driver, 'ada', 7)
  const claim = openedCase(driver, 'ada', 8)
  for (const document of [home.document(71, null), home.document(72, null), claim.document(81, null)]) document.added()
  home.document(71, null).deleted()
  assert.deepEqual(Object.keys(known(driver)), ['72', '81'])
  home.deleted()
  assert.deepEqual(Object.keys(known(driver)), ['81'])
  claim.deleted()
  assert.equal(driver.row(documents, 'ada'), undefined)
})

test('one that moved stays, also where it is known in its new workspace before it leaves the old one', () => {
  const driver = start()
  const [home, claim] = [workspaceOf(driver, 'ada', 7), openedCase(driver, 'ada', 8)]
  home.document(71, 'Contract').added()
  claim.document(71, 'Contract').added(1, { eventId: 'moved' })
  home.document(71, 'Contract').deleted('moved')
  assert.equal(known(driver)['71']?.workspaceId, 8)
})

test('documents of a case that is another customer’s are theirs no more', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  claim.document(81, 'Contract').added()
  claim.customer('bob')
  assert.equal(driver.row(documents, 'ada'), undefined)
})
