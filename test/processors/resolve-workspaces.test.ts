import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resolveWorkspaces } from '../../processors/resolve-workspaces.ts'
import { workspaces } from '../../processors/stores/workspaces.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { customerContent } from '../../topics/customer-content.ts'
import { caseIn, openedCase, workspaceOf } from './content.ts'

const start = () => new TestDriver(topologyOf(resolveWorkspaces({ ...exampleFlows.ecm, waitingEvents: 3 })))

/** What was told since the last call: to whom, what, of which node. */
const told = (driver: TestDriver) =>
  driver.outputs(customerContent).map(({ key, value }) => {
    assert.equal(key, value.subject)
    assert.ok('what' in value)
    return `${value.subject} ${value.what} ${value.nodeId} ${value.to ?? '-'}`
  })
const reasons = (driver: TestDriver) => driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

test('what happens in a workspace whose business object is the customer goes to them', () => {
  const driver = start()
  const ada = workspaceOf(driver, 'ada', 7)
  ada.created()
  ada.attribute('Case', 'Tier', 'silver', 'gold')
  const renamed = ada.renamed('Ada Lovelace')
  renamed.attribute('Case', 'Score', null, 12)
  assert.deepEqual(told(driver), [
    'ada workspace_created 7 Workspace 7',
    'ada attribute_changed 7 gold',
    'ada workspace_renamed 7 Ada Lovelace',
    'ada attribute_changed 7 12',
  ])
  assert.deepEqual(reasons(driver), [])
})

test('the event as it was, in one form', () => {
  const driver = start()
  const ada = workspaceOf(driver, 'ada', 7)
  ada.attribute('Onboarding', 'KYC', 'Open', 'Completed', { eventId: 'e-1', at: 5 })
  ada.document(71, 'Claim form', 'claim.pdf').added(2, { eventId: 'e-2', at: 6 })
  const about = {
    subject: 'ada',
    workspaceId: 7,
    workspaceName: 'Workspace 7',
    workspaceType: 'Customer',
    externalSystem: 'CRM',
    businessObjectType: 'customer',
    businessObjectId: 'ada',
  }
  const nothing = { name: null, categoryName: null, from: null, to: null, documentKind: null, version: null }
  assert.deepEqual(
    driver.outputs(customerContent).map(({ value }) => value),
    [
      {
        ...{ ...about, eventId: 'e-1', occurredAt: 5, what: 'attribute_changed' },
        ...{ nodeId: 7, nodeKind: 'workspace', nodeName: 'Workspace 7' },
        ...{ ...nothing, name: 'KYC', categoryName: 'Onboarding', from: 'Open', to: 'Completed' },
      },
      {
        ...{ ...about, eventId: 'e-2', occurredAt: 6, what: 'document_added' },
        ...{ nodeId: 71, nodeKind: 'document', nodeName: 'claim.pdf' },
        ...{ ...nothing, documentKind: 'Claim form', version: 2 },
      },
    ],
  )
})

test('a case waits until its attribute names the customer: then everything goes in its order, and waits no more', () => {
  const driver = start()
  const claim = caseIn(driver, 8)
  claim.created({ eventId: 'e-1' })
  claim.status(null, 'Open', { eventId: 'e-2' })
  assert.deepEqual(told(driver), [])
  assert.deepEqual(reasons(driver), ['waits_for_customer e-1', 'waits_for_customer e-2'])
  driver.restart()
  claim.customer(' ada ')
  claim.status('Open', 'Closed')
  assert.deepEqual(told(driver), [
    'ada workspace_created 8 Workspace 8',
    'ada status_changed 8 Open',
    'ada attribute_changed 8  ada ',
    'ada status_changed 8 Closed',
  ])
  assert.deepEqual(reasons(driver), [])
})

test('of more events than may wait the oldest is given up', () => {
  const driver = start()
  const claim = caseIn(driver, 8)
  claim.created({ eventId: 'e-1' })
  for (const [n, word] of ['A', 'B', 'C'].entries()) claim.status(null, word, { eventId: `e-${n + 2}` })
  assert.ok(reasons(driver).includes('customer_unknown e-1'))
  claim.customer('ada')
  assert.deepEqual(
    told(driver).map(line => line.at(-1)),
    ['A', 'B', 'C', 'a'],
  )
})

test('two workspaces of one business object do not touch each other', () => {
  const driver = start()
  caseIn(driver, 8, 'bo-1').customer('ada')
  caseIn(driver, 9, 'bo-1').customer('bob')
  caseIn(driver, 8, 'bo-1').status(null, 'Open')
  assert.deepEqual(told(driver).slice(2), ['ada status_changed 8 Open'])
})

test('a case of another customer is gone for the one and arrives, with its status, at the other', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  claim.status(null, 'In review')
  told(driver)
  claim.customer('bob')
  assert.deepEqual(told(driver).sort(), [
    'ada deleted 8 -',
    'bob attribute_changed 8 bob',
    'bob status_changed 8 In review',
  ])
  claim.customer(null, { eventId: 'e-9' })
  claim.status('In review', 'Closed')
  assert.deepEqual(told(driver), ['bob deleted 8 -'])
  claim.customer('cleo')
  assert.deepEqual(told(driver), [
    'cleo attribute_changed 8 -',
    'cleo status_changed 8 Closed',
    'cleo attribute_changed 8 cleo',
  ])
})

test('a workspace that is linked to another customer is gone for the first', () => {
  const driver = start()
  const home = workspaceOf(driver, 'ada', 7)
  home.created()
  told(driver)
  home.linked('bob')
  assert.deepEqual(told(driver).sort(), ['ada deleted 7 -', 'bob workspace_linked 7 bob'])
})

test('the kind of a document is remembered, for only its versions tell it; else its category stands for it', () => {
  const driver = start()
  const ada = workspaceOf(driver, 'ada', 7)
  const letter = ada.document(71, 'Claim form')
  letter.added()
  letter.approval(null, 'Approved', {}, 'Review')
  letter.deleted()
  letter.approval(null, 'Approved', {}, 'Review')
  const other = ada.document(72, null)
  other.added()
  driver.restart()
  other.attribute('Contract', 'Number', null, 12)
  other.approval(null, 'Approved', {}, 'Review')
  assert.deepEqual(
    driver.outputs(customerContent).map(({ value }) => ('what' in value ? [value.what, value.documentKind] : [])),
    [
      ['document_added', 'Claim form'],
      ['status_changed', 'Claim form'],
      ['deleted', 'Claim form'],
      ['status_changed', 'Review'],
      ['document_added', null],
      ['attribute_changed', 'Contract'],
      ['status_changed', 'Contract'],
    ],
  )
})

test('a deleted workspace leaves nothing behind, and what waited in it is given up', () => {
  const driver = start()
  const claim = openedCase(driver, 'ada', 8)
  const letter = claim.document(81, 'Claim form')
  letter.added()
  const unknown = caseIn(driver, 9, 'case-8')
  unknown.created({ eventId: 'e-1' })
  unknown.deleted({ eventId: 'e-2' })
  told(driver)
  assert.deepEqual(reasons(driver).slice(-2), ['customer_unknown e-1', 'customer_unknown e-2'])
  claim.deleted()
  assert.deepEqual(told(driver), ['ada deleted 8 -'])
  assert.equal(driver.row(workspaces, 'case-8'), undefined)
  // Its documents are told afterwards: they are gone with it, and wait for nobody.
  letter.deleted('gone', { eventId: 'e-3' })
  assert.deepEqual(reasons(driver), ['customer_unknown e-3'])
  assert.deepEqual(told(driver), [])
  assert.equal(driver.row(workspaces, 'case-8'), undefined)
})

test('documents of a customer’s workspace that is gone are told, and do not bring it back', () => {
  const driver = start()
  const ada = workspaceOf(driver, 'ada', 7)
  ada.created()
  ada.deleted()
  ada.document(71, null).deleted()
  assert.deepEqual(told(driver).slice(1), ['ada deleted 7 -', 'ada deleted 71 -'])
  assert.equal(driver.row(workspaces, 'ada'), undefined)
})

test('a case without a business object waits like another', () => {
  const driver = start()
  const claim = caseIn(driver, 8, null)
  claim.created()
  assert.equal(driver.row(workspaces, 'workspace:8')?.workspaces['8']?.waiting.length, 1)
  claim.customer('ada')
  assert.equal(told(driver).length, 2)
})

test('an attribute of that name counts in the category that the settings name, where they name one', () => {
  const driver = new TestDriver(topologyOf(resolveWorkspaces({ ...exampleFlows.ecm, customerCategory: 'Owner' })))
  const claim = caseIn(driver, 8)
  claim.attribute('Case', 'Customer', null, 'ada')
  claim.document(81, null).attribute('Owner', 'Customer', null, 'bob')
  assert.deepEqual(told(driver), [])
  claim.attribute('owner', 'customer', null, 'cleo')
  assert.equal(told(driver).at(-1), 'cleo attribute_changed 8 cleo')
})

test('the same event again is known, and told to nobody', () => {
  const driver = start()
  const ada = workspaceOf(driver, 'ada', 7)
  ada.created({ eventId: 'e-1' })
  ada.created({ eventId: 'e-1' })
  assert.equal(told(driver).length, 1)
  assert.deepEqual(reasons(driver), ['duplicate e-1'])
})
