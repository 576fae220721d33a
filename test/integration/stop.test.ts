/** SIGTERM and SIGINT, as an orchestrator and a person at a terminal send them. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import { createInterface } from 'node:readline'
import { freePorts } from '../../src/stack/index.ts'
import { consentOfAll, load, type LoadOptions, type Sent } from '../chaos/pipeline/load.ts'
import { field } from '../field.ts'
import { newPrefix, stack } from '../pipeline.ts'
import { startSandbox, type Sandbox } from '../sandbox-process.ts'
import { until } from '../until.ts'

const entry = join(import.meta.dirname, '../../src/bin/signalbox.mjs')
const token = 'a-token-for-tests'
let sandbox: Sandbox
let url: string
let env: Record<string, string>

before(async () => {
  sandbox = await startSandbox()
  await sandbox.settings({ limits: { '/users/track': { requests: 1_000_000, windowSeconds: 3 } } })
  const [port = 0] = await freePorts(1)
  url = `http://127.0.0.1:${port}`
  env = {
    SIGNALBOX_KAFKA_BROKERS: stack().brokers,
    SIGNALBOX_REGISTRY_URL: stack().registry,
    SIGNALBOX_TOPIC_PREFIX: newPrefix(),
    SIGNALBOX_HTTP_PORT: String(port),
    SIGNALBOX_HTTP_TOKEN: token,
    SIGNALBOX_BRAZE_URL: sandbox.url,
    SIGNALBOX_BRAZE_KEY: sandbox.key,
    SIGNALBOX_LOG_LEVEL: 'warn',
    SIGNALBOX_SESSION_TIMEOUT_MS: '30000',
  }
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await sandbox.stop()
})

const children: ChildProcess[] = []

/** A start whose end the test looks at. `ready` rejects when it ends before. */
function start(extra: Record<string, string> = {}) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^SIGNALBOX_(?!TEST_)/.test(name)))
  const child = spawn(process.execPath, [entry, 'start'], {
    env: { ...own, ...env, ...extra },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const lines: string[] = []
  const log = text(child.stderr)
  const ended = once(child, 'exit').then(() => ({ code: child.exitCode, signal: child.signalCode }))
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', line => {
      lines.push(line)
      if (line === 'ready') resolve()
    })
    void ended.then(async () => reject(new Error(`ended before it was ready: ${await log}`)))
  })
  ready.catch(() => undefined)
  const kill = (signal: NodeJS.Signals) => child.kill(signal)
  return { ready, ended, kill, said: () => lines.join('\n'), log }
}

async function secondsOf(what: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await what
  return (performance.now() - began) / 1_000
}

describe('SIGTERM under load', () => {
  let loading: LoadOptions
  let sent: Promise<Sent>
  let second: ReturnType<typeof start>

  test('ends with 0 within seconds, and says so', async () => {
    const first = start()
    await first.ready
    loading = { url, token, events: 1_500, connections: 8, pauseMs: 5 }
    await consentOfAll(loading)
    sent = load(loading)
    await until(
      () => sandbox.applied('events'),
      applied => applied >= 300,
    )
    first.kill('SIGTERM')
    const seconds = await secondsOf(first.ended)
    assert.deepEqual(await first.ended, { code: 0, signal: null }, await first.log)
    assert.match(first.said(), /\nSIGTERM: finishing what is under way; again to end at once$/)
    assert.equal(await first.log, '')
    assert.ok(seconds < 5, `${seconds} s`)
  })

  test('its place is kept: the next start takes it up and need not wait for a session of thirty seconds', async () => {
    second = start()
    const seconds = await secondsOf(second.ready)
    assert.ok(seconds < 8, `${seconds} s`)
  })

  test('every accepted event is at the receiver, and none twice', async () => {
    const { accepted, unanswered } = await sent
    assert.ok(accepted.size >= 1_500)
    assert.ok(unanswered.size > 0, 'events came in while nothing served')
    const ids = async () =>
      (await sandbox.objects('events')).map(({ object }) => String(field(object['properties'], 'event_id')))
    const arrived = await until(ids, all => new Set(all).size >= accepted.size, 20_000)
    assert.deepEqual(
      [...accepted].filter(id => !arrived.includes(id)),
      [],
      'lost',
    )
    assert.deepEqual(
      arrived.filter((id, at) => arrived.indexOf(id) !== at),
      [],
      'twice',
    )
    second.kill('SIGINT')
    assert.deepEqual(await second.ended, { code: 0, signal: null })
  })
})

describe('a stop that takes long', () => {
  /** A pipeline in the middle of a call that the receiver answers after ten seconds. */
  async function stuck(extra: Record<string, string> = {}) {
    const pipeline = start({ ...extra, SIGNALBOX_TOPIC_PREFIX: newPrefix() })
    await pipeline.ready
    await sandbox.clearFaults()
    await sandbox.fault({ fault: 'slow', ms: 10_000, times: 0 })
    const one = { url, token, events: 1, connections: 1, pauseMs: 0 }
    await consentOfAll(one)
    const calls = (await sandbox.calls()).length
    await load(one)
    const more = await until(
      () => sandbox.calls(),
      all => all.length > calls,
    )
    assert.ok(more.length > calls, 'the call is under way')
    return pipeline
  }

  test('a second signal ends it at once, with 1', async () => {
    const pipeline = await stuck()
    pipeline.kill('SIGTERM')
    await sleep(300)
    pipeline.kill('SIGTERM')
    const seconds = await secondsOf(pipeline.ended)
    assert.deepEqual(await pipeline.ended, { code: 1, signal: null })
    assert.ok(seconds < 1, `${seconds} s`)
  })

  test('the time that a stop may take ends it, with 1', async () => {
    const pipeline = await stuck({ SIGNALBOX_SHUTDOWN_TIMEOUT_MS: '500' })
    pipeline.kill('SIGTERM')
    const seconds = await secondsOf(pipeline.ended)
    assert.deepEqual(await pipeline.ended, { code: 1, signal: null })
    assert.ok(seconds > 0.4 && seconds < 2, `${seconds} s`)
  })
})

test('a signal before it is ready ends it in order too', async () => {
  const prefix = { SIGNALBOX_TOPIC_PREFIX: newPrefix() }
  const first = start(prefix)
  await first.ready
  first.kill('SIGKILL')
  await first.ended
  // Under another name it must wait for the killed one’s session to end.
  const second = start({ ...prefix, SIGNALBOX_INSTANCE: 'another', SIGNALBOX_SHUTDOWN_TIMEOUT_MS: '3000' })
  const alive = () =>
    fetch(`${url}/readyz`).then(
      answer => answer.status,
      () => 0,
    )
  assert.equal(await until(alive, status => status > 0), 503)
  second.kill('SIGTERM')
  assert.deepEqual(await second.ended, { code: 0, signal: null })
  assert.doesNotMatch(second.said(), /^ready$/m)
})
