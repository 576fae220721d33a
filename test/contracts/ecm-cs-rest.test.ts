import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { z } from 'zod'
import { ecmCaller, at, list, password, user } from '../sandbox/ecm/contract/caller.ts'
import { sampleSettings } from '../sandbox/ecm/contract/sample.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// A public client of Content Server, unmodified, against the sandbox. It has no types, so what is used of it is checked here.
const method = z.custom<(...args: unknown[]) => Promise<unknown>>(value => typeof value === 'function')
const methods = z.record(z.string(), z.unknown())
const Session = z
  .object({ Session: z.custom<new (options: object) => object>(value => typeof value === 'function') })
  .parse(createRequire(import.meta.url)('@kweli/cs-rest')).Session

let sandbox: RunningSandbox
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cs-rest-'))
  sandbox = await startSandbox('ecm', { user, password, settings: sampleSettings })
})
after(async () => {
  await sandbox.stop()
  await rm(folder, { recursive: true })
})
const ecm = ecmCaller(() => sandbox)
beforeEach(() => ecm.reset())

/** A session of the client; `run('nodes.node', …)` calls a method of one of its groups, and gives the answer's data. */
function client() {
  const session = new Session({ baseURL: `${sandbox.url}/otcs/cs.exe`, username: user, password })
  return async (name: string, ...args: unknown[]): Promise<unknown> => {
    const [first = '', second] = name.split('.')
    const owner: unknown = second === undefined ? session : Reflect.get(session, first)
    const found: unknown = Reflect.get(Object(owner), second ?? first)
    const answer = await Promise.resolve(Reflect.apply(method.parse(found), owner, args))
    return answer === undefined ? undefined : methods.parse(answer)['data']
  }
}

test('cs-rest logs in by itself, takes up fresh tickets, and reads', async () => {
  const run = client()
  assert.equal(at(await run('auth.auth'), 'data', 'name'), user)
  for (const hours of [1.5, 3, 4.5]) {
    await ecm.control('PUT', '/clock', { skewMs: hours * 3_600_000 })
    assert.equal(at(await run('nodes.node', { dataid: 2000 }), 'results', 'data', 'properties', 'name'), 'Enterprise')
  }
  assert.equal(at(await ecm.control('GET', '/sessions'), 'loggedIn'), 1)
  assert.equal(at(await run('get', '/api/v1/ping'), 'rest_api', 0, 'version'), '1.0')
  assert.equal(at(await run('nodes.node', { dataid: 2000, apiVersion: 'v1' }), 'data', 'id'), 2000)
  assert.equal(list(at(await run('nodes.ancestors', 3003), 'ancestors')).length, 3)
  assert.equal(list(at(await run('nodes.volumes'), 'results')).length, 2)
  assert.equal(at(await run('nodes.volumeInfo', 141), 'data', 'id'), 2000)
  assert.equal(at(await run('members.userQuery', 'ali'), 'results', 0, 'data', 'properties', 'id'), 1001)
  assert.equal(at(await run('search.search', 'Acme'), 'results', 0, 'data', 'properties', 'id'), 5000)
})

test('cs-rest makes folders and documents, adds, promotes and reads versions, deletes', async () => {
  const run = client()
  const file = join(folder, 'letter.txt')
  await writeFile(file, 'first')
  const made = await run('nodes.addFolder', 3001, 'From cs-rest')
  const parent_id = at(made, 'results', 'data', 'properties', 'id')
  const dataid = at(await run('nodes.addDocument', { parent_id, fileHandler: file }), 'id')
  assert.equal(typeof dataid, 'number')
  await writeFile(file, 'second')
  await run('versions.addVersion', { dataid, fileHandler: file })
  assert.equal(list(at(await run('versions.list', dataid), 'data')).length, 2)
  assert.equal(at(await run('versions.version', dataid), 'data', 'file_size'), 6)
  await run('versions.promote', { dataid, versionNumber: 2, description: 'final' })
  await run('versions.deleteVersion', { dataid, versionNumber: 1 })
  await run('nodes.download', { dataid, filePath: join(folder, 'back.txt') })
  assert.equal(await readFile(join(folder, 'back.txt'), 'utf8'), 'second')
  assert.equal(at(await run('nodes.nodes', parent_id), 'collection', 'paging', 'total_count'), 1)
  assert.equal(list(at(await run('nodes.audit', { dataid }), 'results', 'data', 'audit')).length, 3)
  const major = at(await run('nodes.addDocumentMajor', { parent_id, fileHandler: file, name: 'major' }), 'id')
  const [version] = list(at(await run('versions.list', major), 'data'))
  assert.deepEqual([at(version, 'version_number'), at(version, 'version_number_major')], [2, 1])
})

test('cs-rest hears the refusals: a taken name, an item that is gone', async () => {
  const run = client()
  await assert.rejects(run('nodes.addFolder', 2000, 'Inbox'), refusal(500, /already exists/))
  await run('nodes.delete', 3001)
  await assert.rejects(run('nodes.node', { dataid: 3001 }), refusal(400, /could not be accessed/))
})

test('cs-rest writes categories by form and workspaces by form and body', async () => {
  const run = client()
  const state = at(await run('get', '/api/v2/nodes/5000?state'), 'results', 'state', 'categories', '16878_1')
  const put = (form: object) => run('putForm', '/api/v2/nodes/5000/categories/16878/', form)
  await put({ '16878_1': state, '16878_2': 'yes', '16878_7': ['a', 'b'], '16878_6': true })
  await assert.rejects(put({ '16878_1': state, '16878_2': 'no' }), refusal(409, /edit conflict/))
  const values = at(await run('get', '/api/v2/nodes/5000/categories'), 'results', 0, 'data', 'categories')
  assert.deepEqual(
    ['16878_2', '16878_6', '16878_7'].map(key => at(values, key)),
    ['yes', true, ['a', 'b']],
  )
  const made = await run('postBody', '/api/v2/businessworkspaces', { template_id: 20, name: 'From cs-rest' })
  const found = await run('get', '/api/v2/businessworkspaces', { params: { where_name: 'From' } })
  assert.equal(at(found, 'results', 0, 'data', 'properties', 'id'), at(made, 'results', 'id'))
})

test('cs-rest starts a workflow draft', async () => {
  const run = client()
  const drafted = await run('workflow.draftprocesses', 4000)
  const id = at(drafted, 'results', 'draftprocess_id')
  const form = await run('workflow.draftprocesses_update', id)
  assert.equal(at(form, 'forms', 0, 'data', 'WorkflowForm_Title'), 'Approval')
  const started = await run('workflow.draftprocesses_put', id, { action: 'Initiate', comment: 'go' })
  assert.equal(typeof at(started, 'results', 'process_id'), 'number')
})

function refusal(status: number, said: RegExp) {
  return (error: unknown): boolean => {
    assert.equal(at(error, 'response', 'status'), status)
    assert.match(String(at(error, 'response', 'data', 'error')), said)
    return true
  }
}
