import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { at, list, text } from './caller.ts'
import type { EcmCaller } from './caller.ts'

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex')

function upload(fields: Record<string, string>, content: Buffer | string, fileName = 'file.bin'): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([content], { type: 'application/pdf' }), fileName)
  return form
}

/** Documents, versions, large uploads, task nodes, reservation. */
export function documentsContract({ as, get, effects, control, call, logIn }: EcmCaller): void {
  const document = { type: '144', parent_id: '3001' }
  const idOf = (body: unknown) => String(at(body, 'results', 'data', 'properties', 'id'))

  test('upload as multipart: ids count up, the hash is kept, the bytes come back', async () => {
    const tricky = Buffer.from('\r\n--x\r\n\r\n\r\n--\r\n-\r\n')
    const roles = JSON.stringify({ categories: { '16900_2': 'open' } })
    const external = {
      external_identity: 'resp-1',
      external_source: 'survey',
      external_create_date: '2026-01-02T03:04:05Z',
    }
    const form = upload({ ...document, name: 'Ümläut "a".pdf', roles, ...external }, tricky, 'a"b.pdf')
    const made = await as('POST', '/v2/nodes', { form })
    assert.equal(made.status, 200)
    assert.equal(idOf(made.body), '10004')
    const kept = await control('GET', '/nodes/10004')
    assert.deepEqual(
      [at(kept, 'versions', 0, 'sha256'), at(kept, 'versions', 0, 'size')],
      [sha256(tricky), tricky.length],
    )
    assert.deepEqual(at(kept, 'categories'), { '16900': { '16900_2': 'open' } })
    assert.equal(at(kept, 'properties', 'external_create_date'), '2026-01-02T03:04:05')
    const content = await get('/v2/nodes/10004/content')
    assert.equal(content.said, tricky.toString())
    assert.match(text(content.headers.get('content-disposition')), /^attachment; filename=/)
    assert.equal((await as('HEAD', '/v2/nodes/10004/content')).headers.get('content-length'), String(tricky.length))
    const [effect] = await effects('node-created')
    const told = ['id', 'name', 'external_identity', 'parent', 'user', 'sha256'].map(name => effect?.[name])
    assert.deepEqual(told, ['resp-1', 'Ümläut "a".pdf', 'resp-1', 3001, 'admin', sha256(tricky)])
    await control('DELETE', '')
    const again = await call('POST', '/v2/nodes', {
      form: upload({ ...document, name: 'b' }, 'x'),
      ticket: await logIn(),
    })
    assert.equal(idOf(again.body), '10004')
  })

  test('a file of 40 MB in small pieces is hashed as it streams; only its size and hash are kept', async () => {
    const chunk = randomBytes(65_537)
    const boundary = 'b0undary'
    const field = (name: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const head = `${field('type', '144')}${field('parent_id', '3001')}${field('name', 'large')}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="l.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`
    const hash = createHash('sha256')
    let sent = 0
    const raw = new ReadableStream({
      start: controller => controller.enqueue(Buffer.from(head)),
      pull(controller) {
        if (sent++ < 640) {
          hash.update(chunk)
          controller.enqueue(chunk)
          return
        }
        controller.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`))
        controller.close()
      },
    })
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
    const made = await as('POST', '/v2/nodes', { raw, headers, timeoutMs: 60_000 })
    assert.equal(made.status, 200, made.said)
    const kept = await control('GET', `/nodes/${idOf(made.body)}`)
    const version = at(kept, 'versions', 0)
    assert.deepEqual([at(version, 'size'), at(version, 'kept')], [640 * 65_537, false])
    assert.equal(at(version, 'sha256'), hash.digest('hex'))
    assert.equal((await get(`/v2/nodes/${idOf(made.body)}/content`)).status, 500)
  })

  test('a multipart body that breaks off is 400 and makes nothing', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const fields = Object.entries({ type: '0', parent_id: '3001', name: 'half', description: 'cut off here' })
    const parts = fields.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`)
    const raw = Buffer.from(parts.join('\r\n'))
    assert.equal((await as('POST', '/v2/nodes', { raw, headers })).status, 400)
    assert.equal((await as('POST', '/v2/nodes', { form: { ...document, name: 'no file' } })).status, 400)
    assert.deepEqual(await effects(), [])
  })

  test('versions: added, listed, read as latest in v1 alone, promoted, purged', async () => {
    const add = (content: string) =>
      as('POST', '/v2/nodes/3003/versions', { form: upload({ description: content }, content) })
    assert.equal((await add('two')).status, 200)
    assert.equal(
      (await as('POST', '/v1/nodes/3003/versions', { form: upload({ add_major_version: 'true' }, 'three') })).status,
      200,
    )
    assert.equal(
      (await as('POST', '/v2/nodes/3003/versions', { form: upload({ description: 'x'.repeat(256) }, 'y') })).status,
      400,
    )
    const versions = list(at((await get('/v2/nodes/3003/versions')).body, 'results'))
    const numbers = versions.map(one =>
      ['version_number', 'version_number_major', 'version_number_minor'].map(name => at(one, 'data', 'versions', name)),
    )
    assert.deepEqual(numbers, [
      [1, 0, 1],
      [2, 0, 2],
      [3, 1, 0],
    ])
    assert.equal(at((await get('/v1/nodes/3003/versions/latest')).body, 'data', 'version_number'), 3)
    assert.equal((await get('/v2/nodes/3003/versions/latest')).status, 400)
    assert.equal((await get('/v2/nodes/3003/versions/2/content')).said, 'two')
    assert.equal((await as('POST', '/v2/nodes/3003/versions/2/promote')).status, 200)
    assert.equal((await as('DELETE', '/v2/nodes/3003/versions')).status, 200)
    assert.equal(list(at((await get('/v1/nodes/3003/versions')).body, 'data')).length, 1)
    assert.deepEqual(
      (await effects('version-added')).map(({ version, sha256: sum }) => [version, sum]),
      [
        [2, sha256('two')],
        [3, sha256('three')],
        [4, sha256('two')],
      ],
    )
  })

  test('a large upload in parts becomes a node by its key; aborted or incomplete it does not', async () => {
    const settings = (await get('/v2/multipart/settings')).body
    assert.equal(at(settings, 'results', 'data', 'part_size'), 262_144)
    const parts = [randomBytes(262_144), randomBytes(1000)]
    const begin = async () =>
      text(
        at((await as('POST', '/v2/multipart', { form: { file_name: 'p.bin' } })).body, 'results', 'data', 'upload_key'),
      )
    const key = await begin()
    const [one, two] = parts
    assert.ok(one && two)
    const octets = { headers: { 'content-type': 'application/octet-stream' } }
    assert.equal((await as('POST', `/v2/multipart/${key}/1`, { raw: one, ...octets })).status, 200)
    assert.equal((await as('POST', `/v2/multipart/${key}/3`, { raw: two, ...octets })).status, 400)
    assert.equal((await as('POST', `/v2/multipart/${key}/2`, { form: upload({}, two) })).status, 200)
    const create = () => as('POST', '/v2/nodes', { form: { ...document, name: 'parts', upload_key: key } })
    assert.equal((await create()).status, 400)
    assert.equal((await as('POST', `/v2/multipart/${key}`)).status, 200)
    const made = await create()
    assert.equal(made.status, 200)
    assert.equal(
      at(await control('GET', `/nodes/${idOf(made.body)}`), 'versions', 0, 'sha256'),
      sha256(Buffer.concat(parts)),
    )
    const other = await begin()
    assert.equal((await as('DELETE', `/v2/multipart/${other}`)).status, 200)
    assert.equal((await as('POST', `/v2/multipart/${other}`)).status, 400)
  })

  test('a task goes into a task list alone', async () => {
    const task = {
      type: '206',
      name: 'Call back',
      due_date: '2026-03-01T00:00:00',
      assigned_member_id: '1001',
      priority: '1',
    }
    assert.equal((await as('POST', '/v2/nodes', { form: { ...task, parent_id: '3001' } })).status, 400)
    const made = await as('POST', '/v2/nodes', { form: { ...task, parent_id: '3002' } })
    const properties = at(made.body, 'results', 'data', 'properties')
    assert.deepEqual(
      ['status', 'due_date', 'assigned_member_id', 'priority'].map(name => at(properties, name)),
      [0, '2026-03-01T00:00:00', 1001, 1],
    )
    assert.deepEqual(
      (await effects()).map(({ kind, name }) => [kind, name]),
      [['task-created', 'Call back']],
    )
  })

  test('reserve and release, with null and with the text null, and by reserve management', async () => {
    const put = (reserved: unknown) =>
      as('PUT', '/v2/nodes/3001', { form: { body: JSON.stringify({ reserved_user_id: reserved }) } })
    const reserved = async () =>
      at((await get('/v2/nodes/3001')).body, 'results', 'data', 'properties', 'reserved_user_id')
    for (const release of [null, 'null']) {
      assert.equal((await put(1000)).status, 200)
      assert.equal(await reserved(), 1000)
      assert.equal((await put(release)).status, 200)
      assert.equal(await reserved(), 0)
    }
    assert.equal((await as('POST', '/v2/reservemanagement/nodes/3001')).status, 200)
    assert.equal(await reserved(), 1000)
    assert.equal((await as('DELETE', '/v2/reservemanagement/nodes/3001')).status, 200)
    assert.equal((await get('/v2/reservemanagement/nodes/99')).status, 404)
  })
}
