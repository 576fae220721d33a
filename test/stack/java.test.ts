import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { findJava } from '../../src/stack/java.ts'
import { StackProblem } from '../../src/stack/problem.ts'
import { fakeProgram, scratchFolder, withEnv } from './scratch.ts'

test('no java on PATH is told with how to get one', async t => {
  withEnv(t, { JAVA_HOME: undefined, PATH: await scratchFolder(t) })
  await assert.rejects(findJava(), (error: unknown) => {
    assert.ok(error instanceof StackProblem)
    assert.match(error.message, /needs Java and there is none: java is looked for on PATH.*Install Java 17/s)
    return true
  })
})

test('a JAVA_HOME without java is told by its name', async t => {
  const home = await scratchFolder(t)
  withEnv(t, { JAVA_HOME: home })
  await assert.rejects(findJava(), { name: 'StackProblem', message: new RegExp(`there is none: JAVA_HOME is ${home}`) })
})

for (const [version, words] of [
  ['1.8.0_402', 'Java 1.8.0_402'],
  ['11.0.2', 'Java 11.0.2'],
  ['16', 'Java 16'],
] as const) {
  test(`Java ${version} is too old`, async t => {
    const home = await scratchFolder(t)
    await fakeProgram(join(home, 'bin', 'java'), `echo 'openjdk version "${version}" 2020-01-01' >&2`)
    withEnv(t, { JAVA_HOME: home })
    await assert.rejects(findJava(), { name: 'StackProblem', message: new RegExp(`needs Java 17; this is ${words}`) })
  })
}

test('Java 17 and newer will do', async t => {
  for (const version of ['17.0.15', '21', '25-ea']) {
    const home = await scratchFolder(t)
    await fakeProgram(join(home, 'bin', 'java'), `echo 'openjdk version "${version}" 2025-01-01' >&2`)
    withEnv(t, { JAVA_HOME: home })
    assert.equal(await findJava(), join(home, 'bin', 'java'))
  }
})
