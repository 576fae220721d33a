/** E2: documents and statuses of a case are news for its customer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { event } from '../event.ts'
import { field } from '../field.ts'
import type { Ground } from './ground.ts'

export const flow = ({ says, ecm, known, settled, decided, records }: Ground): void => {
  const campaigns = async (customer: string, count: number) =>
    (await settled('braze', count, { kind: 'campaign', subject: customer })).map(({ ['of']: campaign }) => campaign)
  let claim = 0
  let letter = 0

  test('a case’s status and a document in it are told to the customer whom it names, with its id', async () => {
    await known('e2-ann', 'e2-bob')
    await says.shop(
      event('e2-consent', 'customer.consent_changed', 'e2-ann', { purpose: 'service', granted: true }),
      event('e2-name', 'customer.profile_changed', 'e2-ann', { attributes: { first_name: 'Ann' } }),
    )
    await records('customer.events', ({ key }) => key === 'e2-ann', 2)
    claim = await ecm.workspace('Case', 'e2-case', { Status: 'In review', Customer: 'e2-ann' })
    assert.deepEqual(await campaigns('e2-ann', 1), ['case-status'])
    letter = await ecm.document(claim, 'Approval letter', 'letter.pdf')
    assert.deepEqual(await campaigns('e2-ann', 2), ['case-status', 'case-document'])
    const commands = await records('braze.commands', ({ key }) => key === 'e2-ann', 2)
    const properties = commands.map(({ value }) => field(value, 'properties'))
    const told = (name: string) => properties.map(each => field(each, name))
    assert.deepEqual(told('case_id').slice(-2), ['e2-case', 'e2-case'])
  })

  test('a new version, and the same status written again, are no news', async () => {
    await ecm.category(claim, 'Case', { Status: 'In review' })
    await ecm.version(letter)
    const [revised] = await decided({ subject: 'e2-ann', processor: 'report-case-news' })
    assert.equal(revised?.reason, 'document_revised')
    assert.equal((await campaigns('e2-ann', 2)).length, 2)
  })

  test('a document that is not for customers, and a status that is not, leave a decision', async () => {
    await ecm.document(claim, 'Internal note', 'note.pdf')
    await ecm.category(claim, 'Case', { Status: 'Escalated' })
    const internal = { subject: 'e2-ann', processor: 'report-case-news', reason: 'not_for_customers' }
    assert.equal((await decided(internal, 2)).length, 2)
    assert.equal((await campaigns('e2-ann', 2)).length, 2)
  })

  test('nothing goes before anybody says whose a case is; then it goes, to whoever said yes', async () => {
    const nobodys = await ecm.workspace('Case', 'e2-case-2', { Status: 'Approved' })
    const waits = await decided({ subject: 'e2-case-2', reason: 'waits_for_customer' })
    assert.ok(waits.length > 0)
    await ecm.category(nobodys, 'Case', { Customer: 'e2-ann' })
    assert.deepEqual((await campaigns('e2-ann', 3)).at(-1), 'case-status')
    await ecm.workspace('Case', 'e2-case-3', { Status: 'Approved', Customer: 'e2-bob' })
    const [refused] = await decided({ subject: 'e2-bob', processor: 'send-customer-messages' })
    assert.equal(refused?.reason, 'consent_unknown')
    assert.deepEqual(await campaigns('e2-bob', 0), [])
  })
}
