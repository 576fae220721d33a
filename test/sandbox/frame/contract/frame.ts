import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { z } from 'zod'
import { spawnSandbox } from '../../start.ts'
import { Effects } from '../effects.ts'

/** How the contract of the frame calls a sandbox, whatever system it plays. */
export interface FrameCaller {
  /** A call to /_sandbox. */
  readonly control: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; body: Record<string, unknown> }>
  /** A call to the system that succeeds and leaves one effect with the given id. */
  readonly effect: (id: string) => Promise<Response>
}

const effects = z.object({ next: z.number().nullable(), effects: z.array(z.object({ id: z.string().nullable() })) })

/** What every sandbox gets from the frame: effects, faults, clock. */
export function frameContract(name: string, { control, effect }: FrameCaller): void {
  const idsOf = async (query = '') => {
    const page = effects.parse((await control('GET', `/effects?${query}`)).body)
    return { ids: page.effects.map(({ id }) => id), next: page.next }
  }
  const fault = async (body: object) => assert.equal((await control('POST', '/faults', body)).status, 200)

  test(`${name}: effects are listed in order and in pages`, async () => {
    for (const id of ['a', 'b', 'a']) await effect(id)
    assert.deepEqual(await idsOf(), { ids: ['a', 'b', 'a'], next: null })
    const { ids, next } = await idsOf('limit=2')
    assert.deepEqual(ids, ['a', 'b'])
    assert.deepEqual((await idsOf(`since=${String(next)}`)).ids, ['a'])
    assert.equal((await control('GET', '/effects?summary=1')).body['total'], 3)
    await control('DELETE', '/effects')
    assert.deepEqual((await idsOf()).ids, [])
  })

  test(`${name}: wrong JSON in three ways; the work is done in two of them`, async () => {
    await fault({ fault: 'html200' })
    const page = await effect('html')
    assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html'])
    await fault({ fault: 'truncatedJson' })
    await assert.rejects((await effect('truncated')).json(), SyntaxError)
    await fault({ fault: 'cutBody' })
    await assert.rejects(async () => (await effect('cut')).text(), TypeError)
    assert.deepEqual((await idsOf()).ids, ['truncated', 'cut'])
  })

  test(`${name}: a fault strikes by method, path and text of the body, and its chances repeat`, async () => {
    await fault({ fault: 'status', status: 500, times: 0, method: 'OPTIONS' })
    await fault({ fault: 'status', status: 500, times: 0, path: '/nowhere/*' })
    await fault({ fault: 'status', status: 503, times: 0, path: '/*', bodyHas: 'poison' })
    assert.ok((await effect('fine')).ok)
    assert.equal((await effect('poison')).status, 503)
    await control('DELETE', '/faults')
    const run = async (seed: number) => {
      await fault({ fault: 'status', status: 500, times: 0, probability: 0.5, seed })
      const heard = []
      for (let n = 0; n < 12; n++) heard.push((await effect('x')).status === 500)
      await control('DELETE', '/faults')
      return heard.join()
    }
    assert.equal(await run(7), await run(7))
    assert.notEqual(await run(7), await run(8))
  })

  test(`${name}: the clock can be shifted, for good or for a call; Date tells it`, async () => {
    const hour = 3_600_000
    const skewOf = async () => Date.parse((await effect('t')).headers.get('date') ?? '') - Date.now()
    const isNear = (skew: number, expected: number) => Math.abs(skew - expected) < 5000
    assert.ok(isNear(await skewOf(), 0))
    await control('PUT', '/clock', { skewMs: -hour })
    assert.ok(isNear(await skewOf(), -hour))
    await control('PUT', '/clock', { skewMs: 0 })
    await fault({ fault: 'clockSkew', ms: hour })
    assert.ok(isNear(await skewOf(), hour))
    assert.ok(isNear(await skewOf(), 0))
  })

  test(`${name}: wrong settings at the start are all named, and end it with 2`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-settings-'))
    const said = async (content: string) => {
      const file = join(folder, 'settings.json')
      await writeFile(file, content)
      const child = spawnSandbox(name, '--port', '0', '--settings', file)
      assert.ok(child.stderr)
      const [complaint] = await Promise.all([text(child.stderr), once(child, 'exit')])
      return { code: child.exitCode, complaint }
    }
    const { code, complaint } = await said('{"nonsense1":1,"nonsense2":2}')
    assert.equal(code, 2)
    assert.match(complaint, /nonsense1/)
    assert.match(complaint, /nonsense2/)
    const noJson = await said('not json')
    assert.equal(noJson.code, 2)
    assert.match(noJson.complaint, /is not a JSON object/)
    await rm(folder, { recursive: true })
  })
}

/** The list of effects itself: its bound takes too long to reach over HTTP. */
export function effectsContract(): void {
  test('at least half a million effects are kept, and the forgotten counted', () => {
    const list = new Effects()
    for (let n = 0; n < 1_000_010; n++) list.add({ kind: 'event', subject: null, id: String(n) })
    const { total, forgotten, byKind } = list.summary()
    assert.deepEqual([total, forgotten, byKind], [1_000_010, 10, { event: 1_000_010 }])
    assert.deepEqual(list.page({ since: 1_000_008, limit: 1 }).next, 1_000_009)
  })
}
