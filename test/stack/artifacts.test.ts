import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { ensurePart } from '../../src/stack/artifacts.ts'
import type { Part } from '../../src/stack/artifacts.ts'
import { StackProblem } from '../../src/stack/problem.ts'
import { startProgram, survivors } from './processes.ts'
import { fakeProgram, scratchFolder, withEnv } from './scratch.ts'

const silent = () => undefined
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const wholeFetch = 'printf alpha > a.jar; printf beta > b.jar'

/** A part of two jars, and a mvn in the PATH that runs the script; it works in the stage, as ours does. */
async function partAndMvn(t: TestContext, script: string) {
  const folder = await scratchFolder(t)
  const part: Part = { name: 'Part 1', folder: 'part-1', source: join(folder, 'source') }
  await mkdir(part.source)
  await writeFile(join(part.source, 'files.sha256'), `${sha256('alpha')}  a.jar\n${sha256('beta')}  b.jar\n`)
  const cache = join(folder, 'cache')
  const runs = join(folder, 'runs')
  const mvn = (text: string) => fakeProgram(join(folder, 'bin', 'mvn'), `echo run >> ${runs}\n${text}`)
  withEnv(t, { PATH: `${await mvn(script)}${delimiter}${process.env['PATH'] ?? ''}` })
  const count = async () => (await readFile(runs, 'utf8').catch(() => '')).split('run').length - 1
  return { part, cache, mvn, count }
}

test('a part is fetched once, with its progress told', async t => {
  const progress = String.raw`printf 'Progress (1): 1.0/2.5 MB\rDownloaded from x: http://x/a.jar (2.5 MB at 1 MB/s)\n'; sleep 2.2`
  const { part, cache, count } = await partAndMvn(t, `${progress}; ${wholeFetch}`)
  const said: string[] = []
  const folder = await ensurePart(part, cache, line => said.push(line))
  assert.equal(await readFile(join(folder, 'b.jar'), 'utf8'), 'beta')
  assert.match(said.join('\n'), /fetching Part 1 from Maven.*\nfetching Part 1: 1 files, 2\.5 MB \(2 s\)\nPart 1 is in/)
  assert.equal(await ensurePart(part, cache, line => said.push(line)), folder)
  assert.equal(said.length, 3)
  assert.equal(await count(), 1)
  assert.deepEqual((await readdir(cache)).sort(), ['part-1', 'part-1.lock', 'part-1.mvn.log'])
})

test('a fetch killed half-way leaves no mvn, and nothing that a later start takes for complete', async t => {
  const { part, cache, mvn } = await partAndMvn(t, 'printf al > a.jar; echo $$ > ../../pid; exec sleep 600')
  const { child } = await startProgram('hold-fetch.ts', part.source, cache)
  const pid = await eventually(async () => Number(await readFile(join(cache, '..', 'pid'), 'utf8')))
  child.kill('SIGKILL')
  assert.deepEqual(await survivors([pid], 2000), [])
  assert.ok((await readdir(cache)).includes('.part-1.stage'))
  await mvn(wholeFetch)
  const folder = await ensurePart(part, cache, silent)
  assert.equal(await readFile(join(folder, 'a.jar'), 'utf8'), 'alpha')
  assert.deepEqual((await readdir(cache)).sort(), ['part-1', 'part-1.lock', 'part-1.mvn.log'])
})

test('two starts at once fetch once', async t => {
  const { part, cache, count } = await partAndMvn(t, `${wholeFetch}; sleep 3.5`)
  const said: string[] = []
  const two = [1, 2].map(() => ensurePart(part, cache, line => said.push(line)))
  const [one, other] = await Promise.all(two)
  assert.equal(one, other)
  assert.equal(await count(), 1)
  assert.match(said.join('\n'), new RegExp(`waiting for process ${process.pid}, which is fetching Part 1 \\(3 s\\)`))
})

test('a cache that has lost or cut a file repairs itself', async t => {
  const { part, cache, count } = await partAndMvn(t, wholeFetch)
  const folder = await ensurePart(part, cache, silent)
  for (const harm of [() => rm(join(folder, 'a.jar')), () => truncate(join(folder, 'a.jar'), 2)]) {
    await harm()
    const said: string[] = []
    await ensurePart(part, cache, line => said.push(line))
    assert.match(said.join('\n'), /the Part 1 in .* lacks a\.jar: fetching it again/)
    assert.equal(await readFile(join(folder, 'a.jar'), 'utf8'), 'alpha')
  }
  assert.equal(await count(), 3)
})

test("a damaged file in Maven's local repository is fetched again into an empty one", async t => {
  const script = `case "$*" in *maven.repo.local*) ${wholeFetch};; *) printf al > a.jar; printf beta > b.jar;; esac`
  const { part, cache, count } = await partAndMvn(t, script)
  const said: string[] = []
  const folder = await ensurePart(part, cache, line => said.push(line))
  assert.match(said.join('\n'), /Maven's local repository gave wrong files \(a\.jar has SHA-256/)
  assert.equal(await readFile(join(folder, 'a.jar'), 'utf8'), 'alpha')
  assert.equal(await count(), 2)
})

test('files other than the pinned ones are refused', async t => {
  const { part, cache } = await partAndMvn(t, 'printf other > a.jar')
  const message = new RegExp(
    `not what is pinned in .*files\\.sha256:\\n  a\\.jar has SHA-256 ${sha256('other')}, expected`,
  )
  await assert.rejects(ensurePart(part, cache, silent), { name: 'StackProblem', message })
  assert.equal((await readdir(cache)).includes('part-1'), false)
})

test('a mvn that fails is quoted, with where its log is', async t => {
  const { part, cache } = await partAndMvn(
    t,
    'echo "[INFO] Scanning"; echo "[ERROR] no route to the mirror"; echo "[ERROR] advice"; echo "[ERROR] more"; exit 1',
  )
  await assert.rejects(ensurePart(part, cache, silent), (error: unknown) => {
    assert.ok(error instanceof StackProblem)
    assert.match(
      error.message,
      /mvn could not fetch Part 1: it ended with code 1 and said\n {2}\[ERROR\] no route to the mirror/,
    )
    assert.ok(error.message.includes(join(cache, 'part-1.mvn.log')))
    return true
  })
  assert.match(await readFile(join(cache, 'part-1.mvn.log'), 'utf8'), /Scanning\n\[ERROR\] no route/)
})

test('no mvn is told only when something must be fetched', async t => {
  const { part, cache } = await partAndMvn(t, wholeFetch)
  await ensurePart(part, cache, silent)
  withEnv(t, { PATH: await scratchFolder(t) })
  await ensurePart(part, cache, silent)
  const another = ensurePart({ ...part, folder: 'part-2' }, cache, silent)
  await assert.rejects(another, {
    name: 'StackProblem',
    message: /there is no mvn on PATH.*Install Maven.*SIGNALBOX_CACHE/,
  })
})

test('a cache that cannot be made is told with the setting that changes it', async t => {
  const { part, cache } = await partAndMvn(t, wholeFetch)
  await writeFile(cache, 'a file')
  const message = /cannot be made or written to \(\w+\): set SIGNALBOX_CACHE/
  await assert.rejects(ensurePart(part, cache, silent), { name: 'StackProblem', message })
})

async function eventually(read: () => Promise<number>): Promise<number> {
  for (;;) {
    const found = await read().catch(() => 0)
    if (found > 0) return found
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
