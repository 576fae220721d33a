import { once } from 'node:events'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readTopic, type ReadRecord } from './reader.ts'
import { startSandbox, type Sandbox } from './sandbox-process.ts'

const root = join(import.meta.dirname, '..')
/** A test that fails must not leave its pipelines behind. */
const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')))

const testToken = 'a-token-for-tests'

/** A whole pipeline as a process of its own, on the test run's Kafka and registry, with topics of its own and a Braze sandbox. */
export interface TestPipeline {
  readonly url: string
  readonly token: string
  readonly sandboxUrl: string
  readonly sandbox: Sandbox
  readonly prefix: string
  readonly pid: number
  /** Everything the process has written to standard error: its log. */
  readonly log: () => string
  /** At least `count` records of a topic, named without prefix, from its beginning, read by the stock client; waits up to ten seconds for them. */
  readTopic(name: string, count: number): Promise<ReadRecord[]>
  /** POSTs to the ingress. */
  post(body: unknown, contentType?: string): Promise<Response>
  /** kill -9, and nothing else of the test is harmed. */
  kill(): Promise<void>
  /** Orderly. Stops the sandbox too. */
  stop(): Promise<void>
}

/** What the tests' stack is: test/run.ts starts it. */
export function stack(): { brokers: string; registry: string } {
  const { SIGNALBOX_TEST_BROKERS: brokers, SIGNALBOX_TEST_REGISTRY: registry } = process.env
  if (!brokers || !registry) throw new Error('no stack: run this file by npm test -- FILE')
  return { brokers, registry }
}

export const newPrefix = (): string => `t${randomUUID().slice(0, 8)}.`

/** Starts a pipeline and waits until it serves. `env` is added to its settings; a prefix or sandbox given is used, so that a killed pipeline can be started again. */
export async function startPipeline(
  env: Record<string, string> = {},
  again: { prefix?: string; sandbox?: Sandbox } = {},
): Promise<TestPipeline> {
  const prefix = again.prefix ?? newPrefix()
  const token = env['SIGNALBOX_HTTP_TOKEN'] ?? testToken
  const sandbox = again.sandbox ?? (await startSandbox())
  const child = spawnPipeline({ ...settings(prefix, sandbox), ...env })
  const log: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text))
  const url = await listening(child, () => log.join(''))
  const ended = once(child, 'exit')
  running.add(child)
  child.once('exit', () => running.delete(child))
  return {
    url,
    token,
    sandbox,
    sandboxUrl: sandbox.url,
    prefix,
    pid: child.pid ?? 0,
    log: () => log.join(''),
    readTopic: (name, count) => readTopic(stack(), `${prefix}${name}`, count),
    post: (body, contentType = 'application/cloudevents+json') =>
      fetch(`${url}/ingress/http/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      await sandbox.stop()
    },
  }
}

function settings(prefix: string, sandbox: Sandbox): Record<string, string> {
  const { brokers, registry } = stack()
  return {
    SIGNALBOX_KAFKA_BROKERS: brokers,
    SIGNALBOX_REGISTRY_URL: registry,
    SIGNALBOX_TOPIC_PREFIX: prefix,
    SIGNALBOX_HTTP_PORT: '0',
    SIGNALBOX_HTTP_TOKEN: testToken,
    SIGNALBOX_BRAZE_URL: sandbox.url,
    SIGNALBOX_BRAZE_KEY: sandbox.key,
    SIGNALBOX_SESSION_TIMEOUT_MS: '2000',
    // A call in doubt after a kill is asked about when it must have ended and shows: with Braze's minute and ten seconds per call, later than a test waits.
    SIGNALBOX_DELIVERY_TIMEOUT_MS: '2000',
    SIGNALBOX_BRAZE_SETTLE_MS: '200',
    SIGNALBOX_LOG_LEVEL: 'warn',
  }
}

function spawnPipeline(env: Record<string, string>): ChildProcess {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^SIGNALBOX_(?!TEST_)/.test(name)))
  return spawn(process.execPath, [join(root, 'src/bin/signalbox.mjs'), 'start'], {
    env: { ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function listening(child: ChildProcess, log: () => string): Promise<string> {
  let url = ''
  if (child.stdout)
    for await (const line of createInterface({ input: child.stdout })) {
      url = /http:\S+(?=\/healthz)/.exec(line)?.[0] ?? url
      if (line === 'ready') return url
    }
  throw new Error(`the pipeline ended before it was ready:\n${log()}`)
}
