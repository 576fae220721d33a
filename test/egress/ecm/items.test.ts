import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { after, beforeEach, test } from 'node:test'
import { z } from 'zod'
import type { Outcome } from '../../../src/stream/define.ts'
import { case4711, createTask, upload } from './commands.ts'
import { calls, client, control, effects, fault, findingOf, outcomeOf, password } from './content-server.ts'

beforeEach(() => control('DELETE', ''))

const idOf = (outcome: Outcome | undefined) => {
  if (outcome?.kind !== 'delivered') throw new Error(JSON.stringify(outcome))
  return outcome.destinationId ?? ''
}
const Node = z.object({
  properties: z.looseObject({ name: z.string() }),
  categories: z.record(z.string(), z.record(z.string(), z.unknown())),
  versions: z.array(z.looseObject({ sha256: z.string(), size: z.number() })),
})
const nodeOf = async (outcome: Outcome | undefined) =>
  Node.parse(await control('GET', `nodes/${idOf(outcome).replace(/\/.*/, '')}`))
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const nodes = '/otcs/cs/api/v2/nodes'

// What documents are fetched from: 20 MB that are made as they go, a page that is not there, and one that breaks off.
const piece = Buffer.alloc(65_536, 'x')
const large = { pieces: 320, sha256: '' }
const hash = createHash('sha256')
for (let at = 0; at < large.pieces; at++) hash.update(piece)
large.sha256 = hash.digest('hex')
const source = createServer((request, response) => {
  if (request.url === '/gone') return void response.writeHead(404).end()
  if (request.url === '/busy') return void response.writeHead(503).end()
  const length = large.pieces * piece.length
  response.writeHead(200, request.url === '/unsized' ? {} : { 'content-length': length })
  const write = (left: number): void => {
    if (request.url === '/broken' && left < 300) return void response.destroy()
    if (left === 0) return void response.end()
    if (response.write(piece)) setImmediate(write, left - 1)
    else response.once('drain', () => write(left - 1))
  }
  write(large.pieces)
})
await new Promise<void>(resolve => source.listen(0, '127.0.0.1', resolve))
after(() => {
  source.closeAllConnections()
  source.close()
})
const sourceUrl = `http://127.0.0.1:${z.object({ port: z.number() }).parse(source.address()).port}`

test('a task: its fields, and its delivery known by name and external identity', async () => {
  const outcome = await outcomeOf(client(), createTask({ priority: 1 }))
  const { properties } = await nodeOf(outcome)
  assert.match(properties.name, /^Call Ada \[[0-9a-f]{12}\]$/)
  const { type, parent_id, instructions, due_date, priority, external_source } = properties
  assert.deepEqual([type, parent_id, instructions, due_date, priority], [206, 5100, 'Ask why', '2026-03-08', 1])
  assert.equal(external_source, 'signalbox')
  assert.match(String(properties['external_identity']), /^-\.[\w-]{16}$/)
})

for (const [name, finding] of [
  ['timeoutAfterApply', 'applied'],
  ['resetAfterApply', 'applied'],
  ['html200', 'notApplied'],
  ['timeoutBeforeApply', 'notApplied'],
  ['html502', 'notApplied'],
] as const)
  test(`a task and ${name}: in doubt; the look-up finds it ${finding}, and another attempt makes no second`, async () => {
    const ecm = client()
    const command = createTask()
    assert.equal(ecm.plan([command]).call?.inDoubt, 'lookup')
    await fault(name, { path: nodes })
    const outcome = await outcomeOf(ecm, command)
    assert.equal(outcome?.kind, 'inDoubt', JSON.stringify(outcome))
    const found = await findingOf(ecm, command)
    assert.equal(found?.kind, finding)
    const again = await outcomeOf(ecm, command)
    if (found.kind === 'applied') assert.equal(found.destinationId, idOf(again))
    assert.deepEqual(await effects(), ['task-created'])
  })

test('a 500 whose words say nothing: the state decides whether the task waits', async () => {
  await fault('permanent500', { path: nodes, text: 'Something went wrong.' })
  const outcome = await outcomeOf(client(), createTask())
  assert.deepEqual(outcome, { kind: 'retry', reason: 'status_500: Something went wrong.', afterMs: null })
})

test('two tasks of the same name by two deliveries are two; no task list and no such folder: rejected', async () => {
  const ecm = client()
  assert.notEqual(idOf(await outcomeOf(ecm, createTask())), idOf(await outcomeOf(ecm, createTask())))
  const wrong = [await outcomeOf(ecm, createTask({ nodeId: 5000 })), await outcomeOf(ecm, createTask({ path: ['no'] }))]
  assert.deepEqual(
    wrong.map(outcome => outcome?.kind),
    ['rejected', 'rejected'],
  )
})

test('a document: made once, a version when its content differs, neither when it does not', async () => {
  const ecm = client()
  const made = await outcomeOf(ecm, upload({ categories: { 16878: { 2: 'granted' } } }))
  const id = idOf(made).replace('/1', '')
  assert.equal((await nodeOf(made)).categories['16878']?.['16878_2'], 'granted')
  const same = await outcomeOf(ecm, upload())
  assert.ok(same?.kind === 'delivered' && same.destinationId === `${id}/1` && same.note?.startsWith('unchanged: '))
  assert.equal(idOf(await outcomeOf(ecm, upload({ text: '{"score":3}' }))), `${id}/2`)
  assert.equal(idOf(await outcomeOf(ecm, upload({ text: '{"score":3}' }))), `${id}/2`)
  assert.equal(idOf(await outcomeOf(ecm, upload())), `${id}/3`)
  const { versions } = await nodeOf(made)
  const contents = ['{"score":9}', '{"score":3}', '{"score":9}'].map(sha256)
  assert.deepEqual(
    versions.map(version => version.sha256),
    contents,
  )
})

test('a document that somebody else put there gets a version; its categories are set before', async () => {
  await control('PUT', 'settings', {})
  const ecm = client()
  const first = upload({ nodeId: null, ...case4711, path: ['Letters'], name: 'offer "A".txt', mimeType: 'text/plain' })
  assert.match(idOf(await outcomeOf(ecm, first)), /\/1$/)
  const second = {
    ...first,
    value: { ...first.value, deliveryId: 'other', text: 'ö', categories: { 16878: { 2: 'sent' } } },
  }
  const outcome = await outcomeOf(ecm, second)
  assert.match(idOf(outcome), /\/2$/)
  assert.equal((await nodeOf(outcome)).categories['16878']?.['16878_2'], 'sent')
  assert.deepEqual(await effects(), ['node-created', 'category-applied', 'version-added'])
})

for (const first of [true, false])
  test(`a ${first ? 'document' : 'version'} whose answer is lost: found by its mark, and not made twice`, async () => {
    const ecm = client()
    if (!first) await outcomeOf(ecm, upload({ text: 'before' }))
    const command = upload()
    assert.deepEqual(await findingOf(ecm, command), { kind: 'notApplied' })
    await fault('resetAfterApply', { path: `${nodes}*`, method: 'POST' })
    assert.equal((await outcomeOf(ecm, command))?.kind, 'inDoubt')
    const found = await findingOf(ecm, command)
    assert.ok(found?.kind === 'applied' && found.destinationId?.endsWith(first ? '/1' : '/2'), JSON.stringify(found))
    assert.equal(idOf(await outcomeOf(ecm, command)), found.destinationId)
    assert.deepEqual(await effects(), first ? ['node-created'] : ['node-created', 'version-added'])
  })

for (const path of ['/sized', '/unsized'])
  test(`content from a source goes through as it comes, ${path}: 20 MB`, async () => {
    const ecm = client({ SIGNALBOX_DELIVERY_TIMEOUT_MS: '5000' })
    const before = process.memoryUsage().rss
    const outcome = await outcomeOf(
      ecm,
      upload({ text: null, sourceUrl: `${sourceUrl}${path}`, contentHash: large.sha256 }),
    )
    const [version] = (await nodeOf(outcome)).versions
    assert.deepEqual([version?.sha256, version?.size], [large.sha256, large.pieces * piece.length])
    const grown = (process.memoryUsage().rss - before) / 1_048_576
    assert.ok(grown < 60, `${grown.toFixed()} MB`)
  })

test('a source without the content: rejected where that lasts, else tried again; nothing is made', async () => {
  const ecm = client({ SIGNALBOX_DELIVERY_TIMEOUT_MS: '5000' })
  const from = async (path: string, contentHash: string | null = null) =>
    outcomeOf(ecm, upload({ text: null, sourceUrl: `${sourceUrl}${path}`, contentHash }))
  const outcomes = [
    await from('/gone'),
    await from('/busy'),
    await from('/broken'),
    await from('/sized', sha256('other')),
  ]
  assert.deepEqual(
    outcomes.map(
      outcome => `${outcome?.kind} ${outcome && 'reason' in outcome ? outcome.reason.replace(/:.*/, '') : ''}`,
    ),
    ['rejected source_refused', 'retry source_refused', 'retry source_cut_off', 'rejected content_differs'],
  )
  const nobody = await outcomeOf(ecm, upload({ text: null, sourceUrl: 'http://127.0.0.1:9/x' }))
  assert.deepEqual(nobody, { kind: 'retry', reason: 'source_unreachable: ECONNREFUSED', afterMs: null })
  assert.deepEqual(await effects(), [])
})

test('a ticket that ends before an upload: the source is opened again', async () => {
  const ecm = client({ SIGNALBOX_DELIVERY_TIMEOUT_MS: '5000' })
  await outcomeOf(ecm, createTask())
  await fault('expiredTicket', { path: nodes })
  const outcome = await outcomeOf(ecm, upload({ text: null, sourceUrl: `${sourceUrl}/sized` }))
  assert.equal(outcome?.kind, 'delivered', JSON.stringify(outcome))
  assert.equal((await calls()).filter(call => call === 'POST /v1/auth').length, 2)
})

test('what is looked up while nobody is there is unknown, and asked again', async () => {
  const found = await findingOf(client({ SIGNALBOX_ECM_URL: 'http://127.0.0.1:9/otcs/cs' }), createTask())
  assert.deepEqual(found, { kind: 'unknown', reason: 'log_in: unreachable: ECONNREFUSED', afterMs: 10_000 })
  assert.doesNotMatch(JSON.stringify(found), new RegExp(password))
})
