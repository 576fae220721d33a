/**
 * The test command: one embedded stack on free ports with data of its own, beside whatever else runs; each test file is a process.
 *   node src/bin/run.mjs test/run.ts [FILE ...]      without files: every *.test.ts below test/
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { freePorts, StackProblem, startStack, type RunningStack } from '../src/stack/index.ts'

const root = join(import.meta.dirname, '..')
const given = process.argv.slice(2)
const found = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(file =>
  file.endsWith('.test.ts'),
)
const files = given.length > 0 ? given : found.map(file => relative(root, join(import.meta.dirname, file))).sort()
const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'))

async function start(): Promise<RunningStack> {
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  return startStack({ folder, ports: { kafka, controller, registry }, report: line => console.log(line) })
}

async function runFiles(stack: RunningStack): Promise<number> {
  const args = [
    '--import',
    'tsx',
    '--test',
    '--test-concurrency=2',
    '--test-timeout=300000',
    '--test-force-exit',
    '--test-reporter=spec',
    ...files,
  ]
  const env = { ...process.env, SIGNALBOX_TEST_BROKERS: stack.brokers, SIGNALBOX_TEST_REGISTRY: stack.registryUrl }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  await once(child, 'exit')
  return child.exitCode ?? 1
}

try {
  const stack = await start()
  try {
    process.exitCode = await runFiles(stack)
  } finally {
    await stack.stop()
  }
} catch (error) {
  console.error(error instanceof StackProblem ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
