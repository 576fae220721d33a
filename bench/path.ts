/**
 * npm run bench:path: first figures of the whole path, on a stack of its own, all on the cores of this machine (load, pipeline, Kafka, sandbox).
 * Ingress: accepted events per second, singly over 20 connections and in batches of 100. Path: until the receiver has applied them all.
 * Latency: from a POST to the call in the sandbox's journal, one at a time. The last line is JSON.
 */
import { batchType, view } from '../test/event.ts'
import { consentOfAll, customerOf, load } from '../test/chaos/pipeline/load.ts'
import { startPipeline, type TestPipeline } from '../test/pipeline.ts'
import { until } from '../test/until.ts'
import { startOwnStack } from './own-stack.ts'

const stack = await startOwnStack()
process.env['SIGNALBOX_TEST_BROKERS'] = stack.brokers
process.env['SIGNALBOX_TEST_REGISTRY'] = stack.registryUrl

const connections = 20
const secondsSince = (began: number) => (performance.now() - began) / 1_000

async function arrived(pipeline: TestPipeline, events: number): Promise<void> {
  const total = await until(
    () => pipeline.sandbox.applied('events'),
    count => count >= events,
    120_000,
  )
  if (total !== events) throw new Error(`${events} events were accepted and ${total} arrived`)
}

async function singly(pipeline: TestPipeline, events: number, before: number) {
  const began = performance.now()
  const sent = await load({
    url: pipeline.url,
    token: pipeline.token,
    events,
    connections,
    pauseMs: 0,
    run: `single${before}`,
  })
  const accepted = secondsSince(began)
  await arrived(pipeline, before + sent.accepted.size)
  return {
    events,
    acceptedPerSecond: Math.round(events / accepted),
    deliveredPerSecond: Math.round(events / secondsSince(began)),
  }
}

async function inBatches(pipeline: TestPipeline, events: number, size: number, before: number) {
  const began = performance.now()
  let next = 0
  const lane = async () => {
    for (let n = next++; n * size < events; n = next++) {
      const batch = Array.from({ length: size }, (_, at) => view(`batch-${n}-${at}`, customerOf(n % connections, at)))
      const answer = await pipeline.post(batch, batchType)
      if (answer.status !== 202) throw new Error(`a batch was answered ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 4 }, lane))
  const accepted = secondsSince(began)
  await arrived(pipeline, before + events)
  return {
    events,
    acceptedPerSecond: Math.round(events / accepted),
    deliveredPerSecond: Math.round(events / secondsSince(began)),
  }
}

async function latency(pipeline: TestPipeline, tries: number) {
  const taken: number[] = []
  for (let n = 0; n < tries; n++) {
    const began = Date.now()
    await pipeline.post(view(`latency-${n}`, customerOf(0, n)))
    const calls = await until(
      () => pipeline.sandbox.callsWith(`latency-${n}`),
      found => found.length > 0,
    )
    taken.push((calls[0]?.atMs ?? Infinity) - began)
  }
  const sorted = taken.sort((a, b) => a - b)
  return { tries, medianMs: sorted[Math.floor(tries / 2)], maxMs: sorted.at(-1) }
}

try {
  const pipeline = await startPipeline({ SIGNALBOX_HTTP_RATE: '1000000' })
  await pipeline.sandbox.settings({ limits: { '/users/track': { requests: 1_000_000, windowSeconds: 3 } } })
  await consentOfAll({ url: pipeline.url, token: pipeline.token, events: 0, connections, pauseMs: 0 })
  const slow = await latency(pipeline, 20)
  await singly(pipeline, 2_000, 20)
  const single = await singly(pipeline, 10_000, 2_020)
  const batch = await inBatches(pipeline, 50_000, 100, 12_020)
  await pipeline.stop()
  console.log(JSON.stringify({ latency: slow, singly: single, inBatchesOf100: batch }))
} finally {
  await stack.stop()
}
process.exit()
