import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportCaseNews } from '../../processors/report-case-news.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { contentProcessors, openedCase, workspaceOf } from './content.ts'
import { consent, gateDriver, messages, noon, profile } from './messages.ts'

const start = (changes: Partial<(typeof exampleFlows)['E2']> = {}) =>
  gateDriver(...contentProcessors(), reportCaseNews({ ecm: exampleFlows.ecm, E2: { ...exampleFlows.E2, ...changes } }))

/** A case of ada, who may be told of it; how it came about is decided. */
function caseOfAda(driver: TestDriver) {
  consent(driver, 'ada', true, 'service')
  const claim = openedCase(driver, 'ada', 8)
  driver.decisions()
  return claim
}
const sent = (driver: TestDriver) => messages(driver).map(({ what }) => what)
const reasons = (driver: TestDriver) => driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

test('a document in a case is news, once, with the case, the document, and the customer’s name', () => {
  const driver = start()
  const claim = caseOfAda(driver)
  profile(driver, 'ada', { first_name: 'Ada', language: 'en' })
  claim.status(null, 'In progress')
  driver.restart()
  const letter = claim.document(81, 'Approval letter', 'letter.pdf')
  letter.added(1, { eventId: 'e-1' })
  letter.added(1, { eventId: 'e-1' })
  const [message, ...more] = messages(driver)
  assert.deepEqual(more, [])
  assert.deepEqual(message, {
    ...{ customer: 'ada', by: 'campaign', what: 'case-document' },
    deliveryId: 'e-1/E2/send-customer-messages/braze',
    properties: {
      ...{ case_id: 'case-8', case_name: 'Workspace 8', status: 'In progress' },
      ...{ document_kind: 'Approval letter', document_name: 'letter.pdf' },
      ...{ first_name: 'Ada', language: 'en', correlation_id: 'case/8', flow: 'E2' },
    },
  })
})

test('a customer who prefers push gets it as a push', () => {
  const driver = start()
  const claim = caseOfAda(driver)
  profile(driver, 'ada', { preferred_channel: 'push' })
  claim.document(81, 'Approval letter', 'letter.pdf').added()
  assert.deepEqual(
    messages(driver).map(({ by, what }) => [by, what]),
    [['push', 'Workspace 8']],
  )
})

test('a status that the settings list is news; others, and one that is none, are not', () => {
  const driver = start()
  const claim = caseOfAda(driver)
  claim.status(null, 'in review')
  const [message] = messages(driver)
  assert.deepEqual([message?.what, message?.properties['status']], ['case-status', 'in review'])
  claim.status('in review', 'Escalated', { eventId: 'e-2' })
  claim.status('Escalated', null, { eventId: 'e-3' })
  claim.status('Approved', 'approved ', { eventId: 'e-4' })
  assert.deepEqual(sent(driver), [])
  assert.deepEqual(reasons(driver), ['not_for_customers e-2', 'not_for_customers e-3', 'status_unchanged e-4'])
})

test('a kind of document that is not for customers is not told', () => {
  const driver = start()
  const claim = caseOfAda(driver)
  claim.document(81, 'Internal note').added(1, { eventId: 'e-1' })
  claim.document(82, null).added(1, { eventId: 'e-2' })
  assert.deepEqual(sent(driver), [])
  assert.deepEqual(reasons(driver), ['not_for_customers e-1', 'not_for_customers e-2'])
})

test('a new version is told where the settings say so', () => {
  const driver = start()
  caseOfAda(driver).document(81, 'Claim form').added(2, { eventId: 'e-1' })
  assert.deepEqual([sent(driver), reasons(driver)], [[], ['document_revised e-1']])
  const eager = start({ everyVersion: true })
  caseOfAda(eager).document(81, 'Claim form').added(2)
  assert.deepEqual(sent(eager), ['case-document'])
})

test('an older status that comes late is not told', () => {
  const driver = start()
  const claim = caseOfAda(driver)
  driver.together(() => {
    claim.status('In review', 'Approved', { at: noon + 20 })
    claim.status(null, 'In review', { at: noon + 10, eventId: 'late' })
  })
  assert.deepEqual(sent(driver), ['case-status'])
  assert.deepEqual(reasons(driver).sort(), ['newer_known late', 'newer_known late'])
})

test('what happened before the customer was known is told when they are', () => {
  const driver = start()
  consent(driver, 'ada', true, 'service')
  const claim = openedCase(driver, 'nobody', 8)
  claim.customer(null)
  claim.document(81, 'Approval letter').added()
  assert.deepEqual(sent(driver), [])
  claim.customer('ada')
  assert.deepEqual(sent(driver), ['case-document'])
})

test('without consent nothing is sent, and the decision says why', () => {
  const driver = start()
  openedCase(driver, 'bob', 9).status(null, 'Approved', { eventId: 'e-1' })
  assert.deepEqual(sent(driver), [])
  assert.ok(reasons(driver).includes('consent_unknown e-1/E2'))
})

test('documents outside of cases, and what staff say of a document, are no news', () => {
  const driver = start()
  const claim = caseOfAda(driver)
  claim.document(81, 'Internal').status('Status', null, 'Approved')
  claim.attribute('Case', 'Status', null, 'Approved')
  workspaceOf(driver, 'ada', 7).document(71, 'Approval letter').added()
  assert.deepEqual([sent(driver), reasons(driver)], [[], []])
})
