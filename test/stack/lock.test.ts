import assert from 'node:assert/strict'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { tryLock } from '../../src/stack/lock.ts'
import { thisProcess } from '../../src/stack/process-identity.ts'
import { scratchFolder } from './scratch.ts'

test('a lock is had once, and again after its release', async t => {
  const folder = join(await scratchFolder(t), 'lock')
  const first = await tryLock(folder)
  assert.ok('release' in first)
  assert.deepEqual(await tryLock(folder), await thisProcess())
  await first.release()
  assert.ok('release' in (await tryLock(folder)))
})

test('who still draws a ticket is waited for, and may turn out to have been faster', async t => {
  const folder = await scratchFolder(t)
  const { pid, started } = await thisProcess()
  const rival = `${pid}~${encodeURIComponent(started)}~!`
  await writeFile(join(folder, `drawing~${rival}`), '')
  const ours = tryLock(folder)
  assert.equal(await Promise.race([ours, sleep(200, 'still waiting')]), 'still waiting')
  await writeFile(join(folder, `1~${rival}`), '')
  await rm(join(folder, `drawing~${rival}`))
  assert.deepEqual(await ours, { pid, started })
  assert.deepEqual(await readdir(folder), [`1~${rival}`])
})
