import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../src/clock.ts'
import { authority } from '../../kafka/certificates.ts'
import { outcomeOf } from './driving.ts'
import type { Profile } from './profile.ts'
import { assertSecret } from './secrets.ts'
import { secureStandIn, standIn, type StandIn } from './stand-in.ts'

/** More than timers are late on a machine that does much else. */
const slackMs = 300

/** What a sink does with the way to its destination. */
export function network(profile: Profile): void {
  const { sink, settings, command } = profile
  const open = (url: string, timeoutMs: number) => sink.open(settings(url, timeoutMs), systemClock)

  /** The client at a destination, closed in the end. */
  async function at<T>(
    there: StandIn,
    timeoutMs: number,
    use: (client: ReturnType<typeof open>) => Promise<T>,
  ): Promise<T> {
    const client = open(there.url, timeoutMs)
    try {
      return await use(client)
    } finally {
      await client.close()
      await there.stop()
    }
  }

  describe('the way there', () => {
    it('nobody listens: unavailable', async () => {
      const client = open('http://127.0.0.1:1', 2_000)
      const outcome = await outcomeOf(client, command(1, 1))
      await client.close()
      assert.equal(outcome.kind, 'unavailable', JSON.stringify(outcome))
      assertSecret(profile, outcome)
    })

    it('callTimeoutMs is true of silence, and of an answer that never ends', async () => {
      const silence = await standIn(profile, () => undefined)
      await at(silence, 300, client => takesAtMost(client.callTimeoutMs, () => outcomeOf(client, command(1, 1))))
      const drip = await standIn(profile, response => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const drops = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(drops))
      })
      await at(drip, 300, client => takesAtMost(client.callTimeoutMs, () => outcomeOf(client, command(1, 2))))
    })

    it('a process that has to go cuts its calls off: in doubt within 200 ms', async () => {
      const silence = await standIn(profile, () => undefined)
      await at(silence, 30_000, async client => {
        const stop = new AbortController()
        const outcome = outcomeOf(client, command(1, 1), stop.signal)
        await until(() => silence.heard() > 0)
        const aborted = performance.now()
        stop.abort()
        assert.equal((await outcome).kind, 'inDoubt')
        assert.ok(performance.now() - aborted < 200, `${performance.now() - aborted} ms`)
      })
    })

    it('a certificate that nobody vouches for: unavailable, and nothing is said to it', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'signalbox-tls-'))
      try {
        const stranger = authority(folder, 'stranger').issue('server', 'IP:127.0.0.1')
        const there = await secureStandIn(stranger, response => response.end('{}'))
        await at(there, 3_000, async client => {
          const outcome = await outcomeOf(client, command(1, 1))
          assert.equal(outcome.kind, 'unavailable', JSON.stringify(outcome))
          assert.equal(there.heard(), 0)
          assert.equal(await answers(there.url), 200, 'it does answer whoever does not look')
        })
      } finally {
        rmSync(folder, { recursive: true })
      }
    })

    it('close() lets the process end, a call under way or not', async () => {
      const silence = await standIn(profile, () => undefined)
      const program = join(import.meta.dirname, 'open-and-close.ts')
      const args = ['--import', 'tsx', program, sink.name, silence.url]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(child.stdout, 'data')
      const closed = performance.now()
      const over = await Promise.race([once(child, 'exit'), sleep(5_000, ['still there'])])
      child.kill('SIGKILL')
      await silence.stop()
      assert.deepEqual(over[0], 0)
      assert.ok(performance.now() - closed < 2_000)
    })
  })
}

async function takesAtMost(ms: number, call: () => ReturnType<typeof outcomeOf>): Promise<void> {
  const began = performance.now()
  assert.equal((await call()).kind, 'inDoubt')
  const took = performance.now() - began
  assert.ok(took < ms + slackMs, `${took} ms of ${ms}`)
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 500, 'it never holds')
    await sleep(10)
  }
}

/** The status for a caller that trusts anybody. */
const answers = (url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const call = request(url, { rejectUnauthorized: false, agent: false }, response => {
      response.resume()
      resolve(response.statusCode)
    })
    call.on('error', reject).end()
  })
