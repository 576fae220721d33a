import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../../../src/stack/index.ts'
import { startPipeline, type TestPipeline } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { count, type Count } from './count.ts'
import { consentOfAll, load, type LoadOptions } from './load.ts'

export interface KillOptions {
  readonly events: number
  readonly connections: number
  readonly pauseMs: number
  /** How often the whole pipeline is killed with -9 and started again while events come in. */
  readonly kills: number
  /** Called once after the last kill, while events still come in: kills the stack and starts it again. */
  readonly killStack?: () => Promise<void>
  readonly say: (line: string) => void
}

/** Posts events while the pipeline is killed and started again, waits until everything accepted has arrived, and counts at both ends. */
export async function killScenario(options: KillOptions): Promise<Count> {
  const [port = 0] = await freePorts(1)
  // Calls in flight at a kill are looked up as soon as it is certain that they are over: session, time-out and settling are short here.
  const env = {
    SIGNALBOX_HTTP_PORT: String(port),
    SIGNALBOX_SESSION_TIMEOUT_MS: '3000',
    SIGNALBOX_DELIVERY_TIMEOUT_MS: '2000',
    SIGNALBOX_BRAZE_SETTLE_MS: '500',
  }
  let pipeline = await startPipeline(env)
  const { prefix, sandbox, token, url } = pipeline
  await sandbox.settings({ limits: { '/users/track': { requests: 1_000_000, windowSeconds: 3 } } })
  const loading: LoadOptions = {
    url,
    token,
    events: options.events,
    connections: options.connections,
    pauseMs: options.pauseMs,
  }
  await consentOfAll(loading)
  const kills = async () => {
    for (let n = 1; n <= options.kills; n++) {
      await sleep(1_500 + ((n * 377) % 1_000))
      pipeline = await restarted(pipeline, env, { prefix, sandbox }, n, options)
    }
    if (options.killStack) await options.killStack()
  }
  const [sent] = await Promise.all([load(loading), kills()])
  const arrived = await until(
    () => sandbox.objects('events'),
    objects => objects.length >= sent.accepted.size,
    60_000,
  )
  options.say(`${sent.accepted.size} accepted, ${arrived.length} at the receiver`)
  await sleep(1_000)
  const counted = count(
    sent,
    await pipeline.readTopic('braze.commands', sent.accepted.size),
    await sandbox.objects('events'),
  )
  await pipeline.stop()
  return counted
}

async function restarted(
  pipeline: TestPipeline,
  env: Record<string, string>,
  again: Parameters<typeof startPipeline>[1],
  n: number,
  options: KillOptions,
): Promise<TestPipeline> {
  const began = performance.now()
  await pipeline.kill()
  const next = await startPipeline(env, again)
  options.say(`kill ${n} of ${options.kills}: ready again after ${((performance.now() - began) / 1_000).toFixed(1)} s`)
  return next
}
