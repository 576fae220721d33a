import assert from 'node:assert/strict'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDataFolder } from '../../src/stack/data-folder.ts'
import { versions } from '../../src/stack/versions.ts'
import { startProgram } from './processes.ts'
import { scratchFolder } from './scratch.ts'

test('the identities of a folder stay what they were', async t => {
  const folder = join(await scratchFolder(t), 'new', 'data')
  const first = await openDataFolder(folder, [1])
  await first.lock.release()
  const second = await openDataFolder(folder, [1])
  assert.deepEqual(second.identity, first.identity)
  assert.equal(second.identity.kafka, versions.kafka)
  assert.match(second.identity.cluster, /^[\w-]{22}$/)
  assert.deepEqual(await readdir(folder), ['stack.json', 'stack.lock'])
})

test('a folder in use by another stack is refused, and free again when that is over', async t => {
  const folder = await scratchFolder(t)
  const first = await openDataFolder(folder, [1])
  const message = new RegExp(`another stack, process ${process.pid}, is running on the data in ${folder}`)
  await assert.rejects(openDataFolder(folder, [1]), { name: 'StackProblem', message })
  await first.lock.release()
  await (await openDataFolder(folder, [1])).lock.release()
})

test('a folder is free when the process that used it was killed with -9', async t => {
  const folder = await scratchFolder(t)
  const { child } = await startProgram('hold-lock.ts', folder)
  await assert.rejects(openDataFolder(folder, [1]), { message: new RegExp(`process ${child.pid ?? 0}, is running`) })
  child.kill('SIGKILL')
  await new Promise(resolve => child.once('exit', resolve))
  await (await openDataFolder(folder, [1])).lock.release()
})

test('a lock of a dead process, and of a later one of the same number, does not count', async t => {
  const folder = await scratchFolder(t)
  await mkdir(join(folder, 'stack.lock'))
  const left = [`1~${process.pid}~earlier~0`, 'drawing~4194305~1~0', '2~4194305~1~0']
  for (const name of left) await writeFile(join(folder, 'stack.lock', name), '')
  await (await openDataFolder(folder, [1])).lock.release()
  assert.deepEqual(await readdir(join(folder, 'stack.lock')), [])
})

test('of many that want one lock at once, one gets it', async t => {
  const folder = await scratchFolder(t)
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => openDataFolder(folder, [1])))
    const opened = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    assert.equal(opened.length, 1)
    await opened[0]?.lock.release()
  }
})

test('data of another version is refused with what to do, and left alone', async t => {
  const folder = await scratchFolder(t)
  await (await openDataFolder(folder, [1])).lock.release()
  const path = join(folder, 'stack.json')
  const other = (await readFile(path, 'utf8')).replace(versions.kafka, '3.9.1')
  await writeFile(path, other)
  const message =
    /was written by Kafka 3\.9\.1 and registry .*Run the version of Signalbox that wrote it, or move the folder away/
  await assert.rejects(openDataFolder(folder, [1]), { name: 'StackProblem', message })
  await assert.rejects(openDataFolder(folder, [1]), { message }, 'the refusal has freed the folder')
  assert.equal(await readFile(path, 'utf8'), other)
})

test('a stack.json that cannot be read, and a path that Kafka cannot use, are refused', async t => {
  const folder = await scratchFolder(t)
  await writeFile(join(folder, 'stack.json'), '{"kafka":')
  await assert.rejects(openDataFolder(folder, [1]), { name: 'StackProblem', message: /stack\.json cannot be read/ })
  const odd = openDataFolder(join(folder, 'a,b'), [1])
  await assert.rejects(odd, { name: 'StackProblem', message: /the path may not hold/ })
  const below = openDataFolder(join(folder, 'stack.json', 'sub'), [1])
  await assert.rejects(below, { name: 'StackProblem', message: /cannot be made or written to \(ENOTDIR\)/ })
})
