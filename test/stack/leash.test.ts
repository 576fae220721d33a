import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { leash } from '../../src/stack/leash.ts'
import type { LeashOptions } from '../../src/stack/leash.ts'
import { childrenOf, groupOf, isAlive, parentOf, startProgram, survivors } from './processes.ts'
import { fakeProgram, scratchFolder } from './scratch.ts'

const canSetpriv = spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0
const options: LeashOptions = { folder: '.', env: process.env, output: () => undefined }

test('a command says what it has to say and ends with its own code', async () => {
  let said = ''
  const child = await leash('sh', ['-c', 'echo out; echo err >&2; exit 7'], {
    ...options,
    output: text => (said += text),
  })
  assert.deepEqual(await child.ended, { code: 7, words: 'ended with code 7' })
  assert.deepEqual(said.split('\n').sort(), ['', 'err', 'out'])
})

test('a command that does not exist ends with code 127', async () => {
  assert.equal((await (await leash('no-such-program', [], options)).ended).code, 127)
})

test('stop asks with TERM and lets the command finish', async () => {
  const script = 'trap "exit 3" TERM; echo ready; while :; do sleep 0.05; done'
  let ready: () => void
  const isReady = new Promise<void>(resolve => (ready = resolve))
  const child = await leash('sh', ['-c', script], { ...options, output: () => ready() })
  await isReady
  await child.stop(5000)
  assert.equal((await child.ended).code, 3)
})

test('stop kills a command that ignores TERM', async () => {
  const child = await leash('sh', ['-c', 'trap "" TERM; while :; do sleep 0.05; done'], options)
  await sleep(100)
  await child.stop(100)
  assert.deepEqual(await child.ended, { code: 137, words: 'was ended by signal 9' })
  assert.equal(isAlive(child.pid), false)
})

test('a command does not outlive a parent that is killed with -9', async () => {
  const { child, line } = await startProgram('hold-leash.ts', 'sleep', '600')
  assert.equal(isAlive(Number(line)), true)
  child.kill('SIGKILL')
  assert.deepEqual(await survivors([Number(line)], 2000), [])
})

test('a command does not outlive its leash, also where there is no setpriv', async t => {
  const folder = await fakeProgram(join(await scratchFolder(t), 'bin', 'setpriv'), 'exit 1')
  const path = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` }
  for (const env of [process.env, path]) {
    const child = await leash('sleep', ['600'], { ...options, env })
    process.kill(parentOf(child.pid), 'SIGKILL')
    assert.equal((await child.ended).words, 'ended because its leash was killed')
    assert.equal(isAlive(child.pid), false)
  }
})

test(
  'a command does not outlive its leash killed to the last process',
  { skip: !canSetpriv && 'no setpriv' },
  async () => {
    const child = await leash('sleep', ['600'], options)
    const leashPid = parentOf(child.pid)
    for (const pid of childrenOf(leashPid)) if (pid !== child.pid) process.kill(pid, 'SIGKILL')
    process.kill(leashPid, 'SIGKILL')
    assert.deepEqual(await survivors([child.pid], 2000), [])
  },
)

test('a command is in a process group of its own, out of reach of Ctrl-C', async () => {
  const child = await leash('sleep', ['600'], options)
  assert.equal(groupOf(child.pid), parentOf(child.pid))
  assert.notEqual(groupOf(child.pid), groupOf(process.pid))
  await child.stop(1000)
})
