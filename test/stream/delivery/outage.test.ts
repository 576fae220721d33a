/** A destination that is down, held or at its limit: nothing is drained, everything waits, calls come back slowly. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../../src/stream/define.ts'
import { all, delivered, Rig, type Sent } from './rig.ts'

const minute = 60_000
const day = 86_400_000

test('three days out of reach: commands wait in the topic, one probe at a time, then all in order; nothing in the dead letters', async () => {
  let isDown = true
  const seen: Sent[] = []
  const rig = new Rig({
    answer: sent => {
      if (isDown) return all(sent, { kind: 'unavailable', reason: 'unreachable: ECONNREFUSED', afterMs: null })
      seen.push(...sent)
      return delivered(sent)
    },
  })
  for (let n = 0; n < 20_000; n++) rig.send(`s${n % 100}`, n)
  await rig.assign()
  await rig.run(() => false, { ms: 3 * day, strideMs: 5_000 })
  assert.equal(rig.receipts.length, 0)
  assert.match(rig.work.waiting ?? '', /^\/x: breaker (open|probing): unreachable/)
  assert.ok(rig.calls < (3 * day) / 14_000, `${rig.calls} probes`)
  assert.ok(rig.ledger.size < 2_500, `${rig.ledger.size} rows`)
  isDown = false
  await rig.run(() => rig.receipts.length === 20_000)
  assert.equal(rig.letters.length, 0)
  assert.equal(seen.length, 20_000)
  for (const subject of ['s0', 's42', 's99']) {
    const own = seen.filter(one => one.subject === subject).map(({ n }) => n)
    assert.deepEqual(
      own,
      [...own].sort((a, b) => a - b),
    )
  }
  assert.equal(rig.work.waiting, undefined)
})

test('three days of 500: commands are probed by turns, none is given up', async () => {
  let isDown = true
  const rig = new Rig({
    answer: sent => (isDown ? all(sent, { kind: 'retry', reason: 'status_500', afterMs: null }) : delivered(sent)),
  })
  for (let n = 0; n < 500; n++) rig.send(`s${n % 50}`, n)
  await rig.assign()
  await rig.run(() => false, { ms: 3 * day, strideMs: 5_000 })
  isDown = false
  await rig.run(() => rig.receipts.length === 500)
  assert.equal(rig.letters.length, 0)
  assert.ok(rig.receipts.every(({ outcome }) => outcome === 'delivered'))
})

test('calls come back one at a time, then two, then as usual', async () => {
  let isDown = true
  let atOnce = 0
  const most: number[] = []
  const rig: Rig = new Rig({
    concurrency: 8,
    mostPerCall: 1,
    answer: async sent => {
      if (isDown) return all(sent, { kind: 'unavailable', reason: 'refused_503', afterMs: 1_000 })
      most.push(++atOnce)
      await rig.later(100, undefined)
      atOnce--
      return delivered(sent)
    },
  })
  for (let n = 0; n < 100; n++) rig.send(`s${n}`, n)
  await rig.assign()
  await rig.run(() => false, { ms: minute })
  isDown = false
  await rig.run(() => rig.receipts.length === 100)
  assert.deepEqual(most.slice(0, 2), [1, 1])
  assert.ok(Math.max(...most.slice(0, 4)) <= 2, String(most.slice(0, 12)))
  assert.equal(Math.max(...most), 8)
})

test('held: no call at all, also after a crash; released: it goes on', async () => {
  const rig = new Rig({ answer: delivered })
  for (let n = 0; n < 10; n++) rig.send(`s${n}`, n)
  rig.orders.hold = { destination: 'test', by: 'ann', at: rig.now, why: 'maintenance' }
  await rig.assign()
  await rig.run(() => false, { ms: 10 * minute })
  await rig.crash()
  await rig.run(() => false, { ms: 10 * minute })
  assert.equal(rig.calls, 0)
  assert.match(rig.work.waiting ?? '', /^held by ann since .*: maintenance$/)
  rig.orders.hold = undefined
  await rig.run(() => rig.receipts.length === 10)
})

/** Ten thousand subjects with a command each over an hour, and one with a command every six seconds, which fail or not. Answers the others' latency, and what became of the one. */
async function anHour(isBroken: () => boolean) {
  const bad: number[] = []
  const rig: Rig = new Rig({
    answer: async sent => {
      await rig.later(20, undefined)
      const outcomes = sent.map(({ subject, n }): Outcome => {
        if (subject !== 'bad') return { kind: 'delivered', destinationId: null }
        if (isBroken()) return { kind: 'retry', reason: 'conflict', afterMs: null }
        bad.push(n)
        return { kind: 'delivered', destinationId: null }
      })
      return { outcomes }
    },
  })
  await rig.assign()
  for (let n = 0; n < 10_000; n++) {
    if (n % 17 === 0) rig.send('bad', n)
    rig.send(`s${n}`, n)
    await rig.run(() => false, { ms: 360 })
  }
  const late = rig.receipts.filter(({ subject }) => subject !== 'bad').map(({ latencyMs }) => latencyMs)
  late.sort((a, b) => a - b)
  return { rig, bad, others: late.length, p99: late[Math.floor(late.length * 0.99)] ?? 0 }
}

test('one subject that fails for an hour among 10,000 does not slow the others, and drains in order when it is mended', async () => {
  const well = await anHour(() => false)
  let isBroken = true
  const ill = await anHour(() => isBroken)
  assert.deepEqual([well.others, ill.others, ill.bad.length], [10_000, 10_000, 0])
  assert.ok(ill.p99 <= well.p99 * 1.1, `p99 ${ill.p99} ms against ${well.p99} ms`)
  isBroken = false
  await ill.rig.run(() => ill.bad.length === well.bad.length)
  assert.deepEqual(ill.bad, well.bad)
})

test('at a limit calls are spaced evenly: never more than allowed in any window, wherever it begins', async () => {
  const at: number[] = []
  const rig = new Rig({
    mostPerCall: 1,
    concurrency: 50,
    way: 'resend',
    limits: { '/x': { calls: 250, windowMs: minute } },
    answer: (sent, { now }) => (at.push(now), delivered(sent)),
  })
  for (let n = 0; n < 5_000; n++) rig.send(`s${n}`, n)
  await rig.assign()
  await rig.run(() => at.length >= 2_500)
  const span = (at.at(-1) ?? 0) - (at[0] ?? 0)
  const rate = ((at.length - 1) / span) * minute
  assert.ok(rate >= 250 * 0.99, `${rate} a minute`)
  for (const [first, begin] of at.entries()) {
    const within = at.slice(first, first + 260).filter(time => time < begin + minute).length
    assert.ok(within <= 250, `${within} in the minute from ${begin}`)
  }
})

test('a 429 stops its endpoint until the destination’s own time, and counts as no attempt', async () => {
  let refused = 0
  const at: number[] = []
  const rig = new Rig({
    mostPerCall: 1,
    limits: { '/x': { calls: 1_000, windowMs: 1_000 } },
    answer: (sent, { now }) => {
      at.push(now)
      if (refused++ > 0) return delivered(sent)
      return {
        ...all(sent, { kind: 'unavailable', reason: 'rate_limited', afterMs: 7_000 }),
        rate: { notBefore: now + 7_000 },
      }
    },
  })
  rig.send('s', 0)
  await rig.assign()
  await rig.run(() => rig.receipts.length === 1)
  assert.ok((at[1] ?? 0) - (at[0] ?? 0) >= 7_000)
  assert.equal(rig.receipts[0]?.attempts, 1)
  assert.equal(rig.work.waiting, undefined)
})
