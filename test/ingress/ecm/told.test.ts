/** What the poller of Extended ECM tells of its sandbox, and what it tells first. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { caseCategory, EcmRig, fieldsOf, letterCategory, nextSecond, reconcile, settled } from './rig.ts'

const rigs: EcmRig[] = []
after(() => Promise.all(rigs.map(rig => rig.stop())))
async function start(...args: Parameters<typeof EcmRig.start>): Promise<EcmRig> {
  const rig = await EcmRig.start(...args)
  rigs.push(rig)
  return rig
}

describe('what is told', { concurrency: 4 }, () => {
  test('a workspace, its documents and versions, what its categories say, each with the customer as subject', async () => {
    const rig = await start()
    assert.deepEqual(await rig.rounds(), [])
    await nextSecond()
    const id = await rig.workspace('4711', {
      roles: { categories: { [caseCategory]: { [`${caseCategory}_2`]: 'open' } } },
    })
    const letters = await rig.childNamed(id, 'Letters')
    const letter = await rig.document(letters, 'letter.pdf')
    await rig.version(letter)
    const told = await rig.rounds(4)
    assert.deepEqual(fieldsOf(told, 'key', 'change', 'attributeName', 'status', 'from', 'to', 'version', 'kind'), [
      ['EcmWorkspaceChanged', '4711', 'created', undefined, undefined, null, 'Case 4711', undefined, undefined],
      ['EcmCategoryChanged', '4711', undefined, 'Status', undefined, null, '"open"', undefined, undefined],
      ['EcmStatusChanged', '4711', undefined, undefined, 'Status', null, 'open', undefined, undefined],
      ['EcmDocumentAdded', '4711', undefined, undefined, undefined, undefined, undefined, 1, 'Letters'],
      ['EcmDocumentAdded', '4711', undefined, undefined, undefined, undefined, undefined, 2, 'Letters'],
    ])
    const [created] = told
    assert.deepEqual(
      [
        created?.value['workspaceId'],
        created?.value['workspaceType'],
        created?.value['externalSystem'],
        created?.value['source'],
      ],
      [id, 'Case', 'SAP', 'https://ecm.example/otcs/cs'],
    )
    assert.equal(new Set(told.map(({ value }) => value['eventId'])).size, told.length)
  })

  test('what changes in a category: text, date, several values, a row of a set, cleared; not what stays', async () => {
    const rig = await start()
    const id = await rig.workspace('1')
    await rig.set(id, { '2': 'open', '3': 'kyc' })
    await rig.rounds()
    await nextSecond()
    await rig.set(id, {
      '2': 'closed',
      '3': 'kyc',
      '4': '2026-05-01T00:00:00',
      '6': '7',
      '30_1_31': 'Call',
      '30_2_31': 'Write',
    })
    await rig.set(id, { '5': '["a","b"]' })
    const first = await rig.rounds(4)
    const columns = ['attribute', 'attributeName', 'type', 'from', 'to'] as const
    const changes = (told: typeof first) =>
      fieldsOf(
        told.filter(({ schema }) => schema === 'EcmCategoryChanged'),
        ...columns,
      ).map(row => row.slice(1))
    assert.deepEqual(changes(first), [
      ['2', 'Status', 'String', '"open"', '"closed"'],
      ['30_1_31', 'Steps.Step', 'String', null, '"Call"'],
      ['30_2_31', 'Steps.Step', 'String', null, '"Write"'],
      ['4', 'Expires', 'Date', null, '"2026-05-01T00:00:00Z"'],
      ['5', 'Tags', 'String', null, '["a","b"]'],
      ['6', 'Score', 'Integer', null, '7'],
    ])
    await nextSecond()
    await rig.set(id, { '30_1': '', '6': '' })
    assert.deepEqual(changes(await rig.rounds(4)), [
      ['30_1_31', 'Steps.Step', 'String', '"Call"', '"Write"'],
      ['30_2_31', 'Steps.Step', 'String', '"Write"', null],
      ['6', 'Score', 'Integer', '7', null],
    ])
    assert.deepEqual(await rig.rounds(4), [])
  })

  test('a document approved; renamed and deleted workspaces; a category that is taken off', async () => {
    const rig = await start()
    const id = await rig.workspace('9')
    const gone = await rig.workspace('10')
    const lost = await rig.document(gone, 'lost.txt')
    const letter = await rig.document(id, 'letter.txt')
    await rig.rounds()
    await nextSecond()
    await rig.call('POST', `/v2/nodes/${letter}/categories`, { form: { category_id: String(letterCategory) } })
    await rig.set(letter, { '2': 'approved' }, letterCategory)
    await rig.call('PUT', `/v2/nodes/${id}`, { form: { body: JSON.stringify({ name: 'Case nine' }) } })
    await rig.call('DELETE', `/v2/nodes/${gone}`)
    const told = await rig.rounds(4)
    assert.deepEqual(fieldsOf(told, 'nodeKind', 'change', 'status', 'from', 'to'), [
      ['EcmWorkspaceChanged', undefined, 'renamed', undefined, 'Case 9', 'Case nine'],
      ['EcmCategoryChanged', 'document', undefined, undefined, null, '"approved"'],
      ['EcmStatusChanged', 'document', undefined, 'Approval', null, 'approved'],
    ])
    assert.deepEqual(await rig.rounds(2, [reconcile]), [], 'missing once is not deleted')
    const deleted = await rig.rounds(2)
    assert.deepEqual(fieldsOf(deleted, 'key', 'nodeId', 'nodeKind', 'reason'), [
      ['EcmDeleted', '10', gone, 'workspace', 'gone'],
      ['EcmDeleted', '10', lost, 'document', 'gone'],
    ])
    await rig.call('DELETE', `/v2/nodes/${letter}/categories/${letterCategory}/`)
    await settled()
    assert.deepEqual(fieldsOf(await rig.rounds(4), 'from', 'to', 'categoryName').slice(0, 1), [
      ['EcmCategoryChanged', '"approved"', null, 'Letter'],
    ])
    assert.deepEqual(await rig.rounds(4, [reconcile]), [])
    assert.equal([...rig.rows.keys()].filter(key => key.endsWith(`/${gone}`) || key.endsWith(`/${lost}`)).length, 0)
  })

  test('a document that moves to another workspace leaves the one and comes to the other; a folder brings what is in it', async () => {
    const rig = await start()
    const [one, two] = [await rig.workspace('1'), await rig.workspace('2')]
    const letter = await rig.document(one, 'letter.txt')
    const outside = await rig.folder(3000, 'Inbox')
    const inside = await rig.document(outside, 'inbox.txt')
    await rig.rounds()
    await nextSecond()
    await rig.call('PUT', `/v2/nodes/${letter}`, { form: { body: JSON.stringify({ parent_id: two }) } })
    await rig.call('PUT', `/v2/nodes/${outside}`, { form: { body: JSON.stringify({ parent_id: two }) } })
    const told = fieldsOf(await rig.rounds(4), 'key', 'reason', 'version', 'nodeId', 'documentId')
    assert.deepEqual(told, [
      ['EcmDeleted', '1', 'moved', undefined, letter, undefined],
      ['EcmDocumentAdded', '2', undefined, 1, undefined, letter],
      ['EcmDocumentAdded', '2', undefined, 1, undefined, inside],
    ])
    await rig.call('PUT', `/v2/nodes/${outside}`, { form: { body: JSON.stringify({ parent_id: 3000 }) } })
    await rig.rounds(2, [reconcile])
    await rig.rounds(2)
    assert.deepEqual(
      fieldsOf(await rig.rounds(4, [reconcile]), 'key', 'reason', 'nodeId')
        .concat(fieldsOf(rig.told.slice(-1), 'key', 'reason', 'nodeId'))
        .at(-1),
      ['EcmDeleted', '2', 'moved', inside],
    )
  })
})

describe('what is told first', { concurrency: 4 }, () => {
  test('baseline all: everything as new; baseline now: nothing, but what was made since the first round began', async () => {
    const rig = await start({ baseline: 'all' })
    const id = await rig.workspace('1')
    await rig.document(id, 'a.txt')
    assert.deepEqual(fieldsOf(await rig.rounds(), 'key'), [
      ['EcmWorkspaceChanged', '1'],
      ['EcmDocumentAdded', '1'],
    ])
    const quiet = await start()
    const old = await quiet.workspace('1')
    await quiet.document(old, 'a.txt')
    await nextSecond()
    await quiet.step()
    await nextSecond()
    await quiet.document(old, 'b.txt')
    await quiet.workspace('2')
    assert.deepEqual(fieldsOf(await quiet.rounds(4), 'key', 'documentName'), [
      ['EcmWorkspaceChanged', '2', undefined],
      ['EcmDocumentAdded', '1', 'b.txt'],
    ])
  })

  test('only the types that are named; one that is named later has its own baseline', async () => {
    const rig = await start({ types: ['Case'] })
    await rig.workspace('1')
    await rig.call('POST', '/v2/businessworkspaces', { json: { template_id: 21, name: 'Old' } })
    await rig.rounds()
    assert.equal([...rig.rows.keys()].filter(key => key.startsWith('w/')).length, 1)
    rig.handOver({ types: ['Case', 'Case archive'] })
    await nextSecond()
    assert.deepEqual(await rig.rounds(), [])
    await rig.call('POST', '/v2/businessworkspaces', { json: { template_id: 21, name: 'Older' } })
    const [told] = await rig.rounds()
    assert.match(told?.key ?? '', /^workspace:\d+$/)
    rig.handOver({ types: ['Cases'] })
    await rig.step()
    assert.match(rig.troubles.at(-1) ?? '', /^unknown_workspace_type: .*Cases; there are Case, Case archive$/)
  })
})
