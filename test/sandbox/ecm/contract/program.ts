import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { test } from 'node:test'
import { spawnSandbox } from '../../start.ts'
import { at } from './caller.ts'
import type { EcmCaller } from './caller.ts'

/** Settings files, what can be asked, and the way back to the start. */
export function programContract({ as, control, settings, effects }: EcmCaller): void {
  test('every wrong field of a settings file is named, and the start refused with 2', async t => {
    const folder = await mkdtemp(join(tmpdir(), 'ecm-settings-'))
    t.after(() => rm(folder, { recursive: true }))
    const start = async (content: object) => {
      const file = join(folder, 'settings.json')
      await writeFile(file, JSON.stringify(content))
      const child = spawnSandbox('ecm', '--port', '0', '--settings', file)
      assert.ok(child.stderr)
      const [said] = await Promise.all([textOf(child.stderr), once(child, 'exit')])
      return { code: child.exitCode, said }
    }
    const wrong = await start({
      dates: 'local',
      session: { timeout: 1 },
      categories: [{ id: 1, name: 'x', attributes: [{ id: 1, name: 'y', type: 'String' }] }],
    })
    assert.equal(wrong.code, 2)
    for (const field of ['dates', 'session.timeout', 'categories.0.attributes.0.id'])
      assert.ok(wrong.said.includes(field), wrong.said)
    const impossible = await start({ nodes: [{ name: 'lost', parentId: 77 }] })
    assert.equal(impossible.code, 2)
    assert.match(impossible.said, /node 'lost' cannot be made/)
  })

  test('a wrong setting is named and changes nothing; DELETE /_sandbox goes back to the start', async () => {
    assert.match(String((await settings({ timeZone: 'Mars/Olympus' }))['message']), /timeZone/)
    await settings({ dates: 'zoneless' })
    await as('POST', '/v2/nodes', { form: { type: '0', parent_id: '3001', name: 'x' } })
    await control('DELETE', '')
    assert.equal((await control('GET', '/settings'))['dates'], 'zoned')
    assert.deepEqual(await effects(), [])
    assert.equal(at(await control('GET', '/nodes/3001'), 'children', 1), undefined)
    assert.equal((await control('GET', '/nodes/99'))['message'], 'nothing at /_sandbox/nodes/99')
  })
}
