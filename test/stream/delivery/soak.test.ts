/** Random faults, crashes and failed commits: at a destination that can be asked, every command has one effect, in its subject's order, and one receipt. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CallResult, LookUp } from '../../../src/stream/define.ts'
import { field } from '../../field.ts'
import { all, delivered, Rig, type Answer, type Sent } from './rig.ts'
import { seeded } from './seeded.ts'

async function soak(seed: number): Promise<void> {
  const random = seeded(seed)
  const applied: Sent[] = []
  const isThere = (id: unknown) => applied.some(({ subject, n }) => `${subject}-${n}` === id)
  const lookUp: LookUp = {
    endpoint: '/ask',
    settleMs: 2_000,
    together: true,
    ask: commands =>
      Promise.resolve({
        findings: commands.map(({ value }) => {
          if (random() < 0.2) return { kind: 'unknown', reason: 'no answer', afterMs: 500 }
          return isThere(field(value, 'deliveryId')) ? { kind: 'applied', destinationId: null } : { kind: 'notApplied' }
        }),
      }),
  }
  const answer: Answer = async (sent, rig): Promise<CallResult> => {
    const dice = random()
    const latency = Math.floor(random() * 400)
    if (dice < 0.1)
      return rig.later(latency, all(sent, { kind: 'unavailable', reason: 'unreachable: ECONNREFUSED', afterMs: null }))
    if (dice < 0.2) return rig.later(latency, all(sent, { kind: 'retry', reason: 'status_500', afterMs: null }))
    if (dice < 0.25) return rig.later(latency, all(sent, { kind: 'again', reason: 'split' }))
    if (dice < 0.35) return rig.later(latency, all(sent, { kind: 'inDoubt', reason: 'timed_out' }))
    const isSlow = random() < 0.5
    if (isSlow) await rig.later(latency, undefined)
    applied.push(...sent)
    if (dice < 0.5) return rig.later(latency, all(sent, { kind: 'inDoubt', reason: 'cut_off' }))
    return rig.later(latency, delivered(sent))
  }
  const rig = new Rig({ answer, lookUp, mostPerCall: 5 })
  const total = 200
  await rig.assign()
  for (let n = 0; n < total; n++) {
    rig.send(`s${Math.floor(random() * 20)}`, n)
    if (random() < 0.3) await rig.run(() => false, { ms: Math.floor(random() * 300), commit: () => random() > 0.1 })
    if (random() < 0.05) await rig.crash()
    if (random() < 0.05) await rig.assign()
  }
  await rig.run(() => rig.receipts.length === total && rig.position === total, {
    ms: 7_200_000,
    commit: () => random() > 0.02,
  })
  const ids = applied.map(({ subject, n }) => `${subject}-${n}`)
  assert.equal(new Set(ids).size, total, `lost ${total - new Set(ids).size}`)
  assert.equal(ids.length, total, `doubled ${ids.filter((id, at) => ids.indexOf(id) !== at).join(' ')}`)
  const last = new Map<string, number>()
  for (const { subject, n } of applied) {
    assert.ok(n > (last.get(subject) ?? -1), `${subject} ${n} after ${last.get(subject)}`)
    last.set(subject, n)
  }
  assert.equal(new Set(rig.receipts.map(({ id }) => id)).size, total)
  assert.equal(rig.receipts.length, total)
  await rig.run(() => rig.ledger.size === 0)
  assert.equal(rig.ledger.size, 0)
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) test(`seed ${seed}`, () => soak(seed))
