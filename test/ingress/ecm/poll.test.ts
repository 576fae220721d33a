/** The poller of Extended ECM and its sandbox: nothing is missed or told twice, whatever happens to pages, clocks and processes. */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { caseCategory, EcmRig, fieldsOf, nextSecond, reconcile, settled } from './rig.ts'

const rigs: EcmRig[] = []
after(() => Promise.all(rigs.map(rig => rig.stop())))
async function start(...args: Parameters<typeof EcmRig.start>): Promise<EcmRig> {
  const rig = await EcmRig.start(...args)
  rigs.push(rig)
  return rig
}

describe('nothing is missed or told twice', { concurrency: 4 }, () => {
  test('two changes within one second, the second after the reading', async () => {
    const rig = await start()
    const id = await rig.workspace('1')
    await rig.rounds()
    await nextSecond()
    await rig.set(id, { '2': 'one' })
    await rig.rounds(4)
    await rig.set(id, { '2': 'two' })
    await settled()
    await rig.rounds(4)
    assert.deepEqual(
      rig.told.filter(({ schema }) => schema === 'EcmStatusChanged').map(({ value: { from, to } }) => [from, to]),
      [
        [null, 'one'],
        ['one', 'two'],
      ],
    )
  })

  for (const dates of ['zoned', 'zoneless'])
    test(`the server's clock is set forward and back by five minutes, dates ${dates}`, async () => {
      const rig = await start({ zone: 'Europe/Berlin' }, { dates, timeZone: 'Europe/Berlin' })
      const id = await rig.workspace('1')
      await rig.rounds()
      const skews = [300_000, -300_000, 0, -300_000, 300_000]
      for (const [n, skewMs] of skews.entries()) {
        await rig.control('PUT', '/clock', { skewMs })
        await rig.set(id, { '2': `s${n}`, '4': '2026-05-01T10:00:00' })
        await rig.document(id, `d${n}.txt`)
        await rig.rounds(4)
      }
      const chain = rig.told
        .filter(({ schema }) => schema === 'EcmStatusChanged')
        .map(({ value: { from, to } }) => [from, to])
      assert.deepEqual(
        chain,
        skews.map((_, n) => [n === 0 ? null : `s${n - 1}`, `s${n}`]),
      )
      const names = rig.told
        .filter(({ schema }) => schema === 'EcmDocumentAdded')
        .map(({ value }) => value['documentName'])
      assert.deepEqual(
        names,
        skews.map((_, n) => `d${n}.txt`),
      )
      const dated = rig.told.filter(({ value }) => value['attributeName'] === 'Expires')
      assert.deepEqual(
        dated.map(({ value: { to } }) => to),
        ['"2026-05-01T08:00:00Z"'],
      )
    })

  test('an answer in the other dialect of dates changes nothing', async () => {
    const rig = await start({ zone: 'Europe/Berlin' }, { timeZone: 'Europe/Berlin' })
    const id = await rig.workspace('1')
    await rig.set(id, { '4': '2026-05-01T10:00:00' })
    await rig.rounds()
    await rig.control('PUT', '/settings', { dates: 'zoneless' })
    await nextSecond()
    await rig.set(id, { '3': 'x' })
    assert.deepEqual(fieldsOf(await rig.rounds(4), 'attribute'), [['EcmCategoryChanged', '3']])
  })

  test('pages that shift: rows are deleted from pages that were read, and changed on those to come', async () => {
    const rig = await start({ page: 5 })
    const id = await rig.workspace('1')
    await rig.rounds()
    await nextSecond()
    const documents: number[] = []
    for (let n = 0; n < 40; n++) documents.push(await rig.document(id, `d${n}.txt`))
    let harmed = 0
    for (let step = 0, ended = 0; ended < 8 && step < 3_000; step++) {
      const { roundEnded } = await rig.step()
      if (roundEnded) ended++
      // The newest are on the pages that were read first.
      const victim = documents[documents.length - 1 - harmed]
      if (step % 3 === 0 && harmed < 15 && victim !== undefined) {
        await rig.call('DELETE', `/v2/nodes/${victim}`)
        harmed++
        await rig.version(documents[harmed] ?? 0)
      }
    }
    await settled()
    await rig.rounds(4)
    const versions = new Map<unknown, unknown[]>()
    for (const { schema, value } of rig.told)
      if (schema === 'EcmDocumentAdded')
        versions.set(value['documentId'], [...(versions.get(value['documentId']) ?? []), value['version']])
    for (const [n, document] of documents.slice(0, documents.length - harmed).entries())
      assert.deepEqual(versions.get(document), n >= 1 && n <= harmed ? [1, 2] : [1], `document ${n}`)
    assert.ok(harmed > 10)
  })

  test('rows that slip to a page that was read already are told by the same round', async () => {
    const rig = await start({ page: 5, baseline: 'all' })
    const id = await rig.workspace('1')
    const documents: number[] = []
    for (let n = 0; n < 40; n++) documents.push(await rig.document(id, `d${n}.txt`))
    await nextSecond()
    const deleted = new Set<number>()
    for (let ended = 0; ended < 2;) {
      const { publications, roundEnded } = await rig.step()
      if (roundEnded) ended++
      const newest = documents.findLast(document => !deleted.has(document))
      if (newest === undefined || publications.length < 5 || deleted.size === 6) continue
      await rig.call('DELETE', `/v2/nodes/${newest}`)
      deleted.add(newest)
    }
    assert.equal(deleted.size, 6)
    const told = rig.told.filter(({ schema }) => schema === 'EcmDocumentAdded').map(({ value }) => value['documentId'])
    assert.deepEqual(
      documents.filter(document => !told.includes(document) && !deleted.has(document)),
      [],
    )
    assert.equal(new Set(told).size, told.length)
  })

  test('steps that are lost, at any place: the same events again, with the same ids, and each committed once', async () => {
    const rig = await start({ page: 7 })
    await rig.rounds()
    await nextSecond()
    for (let n = 0; n < 8; n++) {
      const id = await rig.workspace(String(n), {
        roles: { categories: { [caseCategory]: { [`${caseCategory}_2`]: 'open' } } },
      })
      await rig.document(id, 'a.txt')
    }
    const lost = new Set<unknown>()
    // Later and later: a round that is lost begins anew.
    const isLost = (step: number) => Number.isInteger(Math.sqrt(8 * step + 1)) && step > 2
    for (let step = 0, ended = 0; ended < 6; step++) {
      const polled = await rig.step([], !isLost(step))
      if (isLost(step)) for (const { headers } of polled.publications) lost.add(headers['ce_id'])
      else if (polled.roundEnded) ended++
    }
    const ids = rig.told.map(({ value }) => value['eventId'])
    assert.equal(ids.length, 8 * 4)
    assert.equal(new Set(ids).size, ids.length)
    assert.ok(lost.size > 0)
    for (const id of lost) assert.ok(ids.includes(id))
  })
})

describe('what stands in the way', { concurrency: 4 }, () => {
  test('tickets that end, a proxy that is over its limit, a page while it restarts: trouble, and nothing is lost', async () => {
    const rig = await start()
    await rig.rounds()
    await nextSecond()
    const id = await rig.workspace('1')
    await rig.control('POST', '/faults', { fault: 'expiredTicket', scope: 'all', times: 1 })
    await rig.control('POST', '/faults', { fault: 'status', status: 503, times: 2 })
    await rig.control('POST', '/faults', { fault: 'html200', times: 2 })
    assert.deepEqual(fieldsOf(await rig.rounds(4), 'nodeId', 'workspaceId'), [['EcmWorkspaceChanged', undefined, id]])
    assert.ok(rig.troubles.length >= 2, rig.troubles.join('\n'))
    assert.doesNotMatch(rig.troubles.join(), /secret/)
  })

  test('a node that keeps being refused becomes one dead letter and does not hold up the others', async () => {
    const rig = await start()
    await rig.rounds()
    await nextSecond()
    const bad = await rig.workspace('1')
    await rig.workspace('2')
    await rig.control('POST', '/faults', {
      fault: 'permanent500',
      text: 'Some attribute is bad',
      times: 0,
      path: `/otcs/cs/api/v2/nodes/${bad}/categories`,
    })
    assert.deepEqual(fieldsOf(await rig.rounds(8), 'key'), [['EcmWorkspaceChanged', '2']])
    assert.equal(rig.refused.length, 1)
    assert.match(rig.refused[0]?.reason ?? '', /Some attribute is bad/)
    await rig.control('DELETE', '/faults')
    await nextSecond()
    await rig.set(bad, { '2': 'x' })
    assert.deepEqual(fieldsOf(await rig.rounds(4), 'key').at(0), ['EcmWorkspaceChanged', '1'])
  })

  test('a folder that keeps being refused is one dead letter, and read whole when it is shown again', async () => {
    const rig = await start()
    const id = await rig.workspace('1')
    const letters = await rig.childNamed(id, 'Letters')
    await rig.rounds()
    await nextSecond()
    const path = `/otcs/cs/api/v2/nodes/${letters}/nodes`
    await rig.control('POST', '/faults', { fault: 'permanent500', text: 'Some index is broken', times: 0, path })
    await rig.document(letters, 'a.txt')
    await rig.document(id, 'b.txt')
    assert.deepEqual(fieldsOf(await rig.rounds(6), 'documentName'), [['EcmDocumentAdded', 'b.txt']])
    assert.deepEqual(rig.refused, [{ reason: 'status_500: Some index is broken', text: `{"folder":${letters}}` }])
    await rig.control('DELETE', '/faults')
    assert.deepEqual(fieldsOf(await rig.rounds(4), 'documentName'), [['EcmDocumentAdded', 'a.txt']])
    assert.equal(rig.refused.length, 1)
  })

  test('most of what is known is not listed any more: said, and told as deleted only where an operator orders it', async () => {
    const rig = await start()
    const ids: number[] = []
    for (let n = 0; n < 30; n++) ids.push(await rig.workspace(String(n)))
    await nextSecond()
    await rig.rounds()
    for (const id of ids.slice(0, 25)) await rig.call('DELETE', `/v2/nodes/${id}`)
    rig.handOver({ reconcileHours: 0.0001 })
    // The server tells whole seconds: within the same one nothing is due.
    await nextSecond()
    await rig.rounds(8)
    assert.deepEqual(fieldsOf(rig.told, 'key', 'nodeId', 'change'), [])
    const { progress } = await rig.step()
    assert.match(progress ?? '', /^many_missing: 25 of 30|everything is read/)
    rig.handOver({ reconcileHours: 24 })
    await rig.rounds(2, [reconcile])
    await rig.rounds(4)
    assert.equal(rig.told.filter(({ schema }) => schema === 'EcmDeleted').length, 25)
  })

  test('an order to read again tells nothing that is known, and asks for it', async () => {
    const rig = await start()
    for (let n = 0; n < 5; n++) await rig.workspace(String(n))
    await rig.rounds()
    await settled()
    await rig.rounds(4)
    const before = rig.requests
    await rig.rounds(2)
    const quiet = rig.requests - before
    assert.deepEqual(await rig.rounds(2, [{ what: 'readFrom', from: 0, by: 'a test', at: 0 }]), [])
    assert.ok(rig.requests - before - quiet >= quiet + 5, 'each was read again')
    assert.deepEqual(await rig.rounds(2), [])
  })
})
