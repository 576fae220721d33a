/** What follows when nobody knows whether a call was applied. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CallResult, Command, InDoubtWay, LookUp } from '../../../src/stream/define.ts'
import { field } from '../../field.ts'
import { all, delivered, Rig, type Answer, type Sent } from './rig.ts'

/** A destination that applies what it is sent and then, where a test says so, loses its answer. */
class Destination {
  readonly applied: Sent[] = []
  lose: 'before' | 'after' | undefined
  readonly answer: Answer = sent => {
    const lost = this.lose
    this.lose = undefined
    if (lost !== 'before') this.applied.push(...sent)
    return lost ? all(sent, { kind: 'inDoubt', reason: 'timed_out' }) : delivered(sent)
  }
  readonly lookUp: LookUp = {
    endpoint: '/ask',
    settleMs: 5_000,
    together: true,
    ask: commands =>
      Promise.resolve({
        findings: commands.map(({ value, canBeTold }) => {
          if (!canBeTold) return { kind: 'unknown', reason: 'same_name_and_time', afterMs: null }
          const isThere = this.applied.some(({ subject, n }) => `${subject}-${n}` === field(value, 'deliveryId'))
          return isThere ? { kind: 'applied', destinationId: null } : { kind: 'notApplied' }
        }),
      }),
  }
}

const cases: [InDoubtWay, 'before' | 'after', number][] = [
  ['lookup', 'before', 3],
  ['lookup', 'after', 3],
  ['resend', 'before', 3],
  ['resend', 'after', 6],
  ['atLeastOnce', 'before', 3],
  ['atLeastOnce', 'after', 6],
]
for (const [way, lose, effects] of cases)
  test(`${way}: an answer lost ${lose} the effect: ${effects} effects of 3 commands`, async () => {
    const destination = new Destination()
    const { answer, lookUp } = destination
    const rig = new Rig({ way, answer, lookUp })
    for (const n of [0, 1, 2]) rig.send('s', n)
    destination.lose = lose
    await rig.assign()
    await rig.run(() => rig.receipts.length === 3)
    assert.deepEqual(
      rig.receipts.map(({ outcome }) => outcome),
      ['delivered', 'delivered', 'delivered'],
    )
    assert.equal(destination.applied.length, effects)
    await rig.run(() => rig.ledger.size === 0)
    assert.equal(rig.ledger.size, 0)
  })

test('atMostOnce: it is not called again; a receipt and the ledger say so; a person resolves it', async () => {
  const destination = new Destination()
  const rig = new Rig({ way: 'atMostOnce', mostPerCall: 1, answer: destination.answer })
  for (const n of [0, 1, 2]) rig.send('s', n)
  destination.lose = 'before'
  await rig.assign()
  await rig.run(() => rig.receipts.length === 3)
  assert.deepEqual(
    rig.receipts.map(({ id, outcome }) => `${id} ${outcome}`),
    ['s-0 inDoubt', 's-1 delivered', 's-2 delivered'],
  )
  assert.equal(rig.ledger.size, 1)
  await rig.crash()
  rig.orders.resolutions.set('resolve/test/s-0', { destination: 'test', deliveryId: 's-0', as: 'resend', by: 'ann' })
  await rig.run(() => rig.receipts.length === 4)
  assert.equal(rig.receipts[3]?.outcome, 'delivered')
  assert.equal(rig.ledger.size, 0)
  assert.deepEqual(
    destination.applied.map(({ n }) => n),
    [1, 2, 0],
  )
})

test('a process that dies between intent and answer: the next one asks, after the call is surely over', async () => {
  const destination = new Destination()
  const { lookUp } = destination
  let hang = true
  const never = new Promise<CallResult>(() => undefined)
  const answer: Answer = sent => {
    if (!hang) return destination.answer(sent, rig)
    if (sent[0]?.subject === 'applied') destination.applied.push(...sent)
    return never
  }
  const rig: Rig = new Rig({ answer, lookUp, mostPerCall: 1 })
  rig.send('applied', 0)
  rig.send('lost', 0)
  await rig.assign()
  await rig.run(() => rig.calls === 2, { ms: 1_000 })
  assert.equal(rig.ledger.size, 2)
  hang = false
  const died = rig.now
  await rig.crash()
  rig.send('applied', 1)
  await rig.run(() => rig.receipts.length === 3)
  assert.ok(rig.now - died >= 1_000 + 5_000, 'time-out and settling have passed')
  assert.deepEqual(destination.applied.map(({ subject, n }) => `${subject} ${n}`).sort(), [
    'applied 0',
    'applied 1',
    'lost 0',
  ])
  assert.match(rig.receipts.find(({ id }) => id === 'applied-0')?.reason ?? '', /^found: process_died/)
})

test('without a lease nothing is called; with it again, what was decided goes', async () => {
  const rig = new Rig({ answer: delivered })
  rig.hasLease = false
  rig.send('s', 0)
  await rig.assign()
  await rig.run(() => rig.calls > 0, { ms: 20_000 })
  assert.equal(rig.calls, 0)
  rig.hasLease = true
  await rig.run(() => rig.receipts.length === 1)
})

test('a call that had to wait long for its turn is decided on anew: the ledger knows when it began', async () => {
  const sessionMs = 10_000
  const late: number[] = []
  const answer: Answer = (sent, rig) => {
    late.push(rig.now - Math.max(...rig.calledAt))
    return rig.later(3 * sessionMs, delivered(sent))
  }
  const rig = new Rig({ way: 'atLeastOnce', concurrency: 1, mostPerCall: 1, answer })
  for (const subject of ['a', 'b', 'c']) rig.send(subject, 0)
  await rig.assign()
  await rig.run(() => rig.receipts.length === 3)
  assert.equal(late.length, 3)
  assert.ok(Math.max(...late) <= sessionMs, `called ${late.join(', ')} ms after the intent`)
})

describe('a command that a look-up cannot tell', () => {
  const ofAda = (list: readonly Command[]) =>
    list.flatMap(({ value }, at) => (field(value, 'subject') === 'ada' ? [at] : []))
  const rigFor = ({ answer, lookUp }: Destination) => new Rig({ answer, lookUp, untold: ofAda })
  const became = (rig: Rig) => rig.receipts.map(({ id, outcome }) => `${id} ${outcome}`)

  for (const lose of ['before', 'after'] as const)
    test(`its answer lost ${lose} the effect: a person must say, and what is behind it goes on`, async () => {
      const destination = new Destination()
      const rig = rigFor(destination)
      rig.send('ada', 0)
      destination.lose = lose
      await rig.assign()
      await rig.run(() => rig.receipts.length === 1)
      assert.deepEqual(became(rig), ['ada-0 inDoubt'])
      assert.equal(rig.receipts[0]?.reason, 'timed_out; asked: same_name_and_time')
      assert.equal(rig.ledger.size, 1)
      rig.send('ada', 1)
      await rig.run(() => rig.receipts.length === 2)
      assert.deepEqual(became(rig), ['ada-0 inDoubt', 'ada-1 delivered'])
      assert.equal(destination.applied.length, lose === 'after' ? 2 : 1)
    })

  for (const lose of ['before', 'after'] as const)
    test(`its answer lost ${lose} the effect, and a neighbour tells: it is applied once`, async () => {
      const destination = new Destination()
      const rig = rigFor(destination)
      rig.send('ada', 0)
      rig.send('bob', 0)
      destination.lose = lose
      await rig.assign()
      await rig.run(() => rig.receipts.length === 2)
      assert.deepEqual(became(rig), ['ada-0 delivered', 'bob-0 delivered'])
      assert.equal(destination.applied.length, 2)
      await rig.run(() => rig.ledger.size === 0)
      assert.equal(rig.ledger.size, 0)
    })

  test('the ledger says so: whoever takes over cannot tell it either, nor once a person had it sent again', async () => {
    const destination = new Destination()
    const { lookUp } = destination
    const never = new Promise<CallResult>(() => undefined)
    let hang = true
    let untold = ofAda
    const answer: Answer = sent => (hang ? never : destination.answer(sent, rig))
    const rig: Rig = new Rig({ answer, lookUp, untold: list => untold(list) })
    rig.send('ada', 0)
    await rig.assign()
    await rig.run(() => rig.calls === 1, { ms: 1_000 })
    hang = false
    untold = () => []
    await rig.crash()
    await rig.run(() => rig.receipts.length === 1)
    assert.deepEqual(became(rig), ['ada-0 inDoubt'])
    await rig.crash()
    destination.lose = 'before'
    rig.orders.resolutions.set('resolve/test/ada-0', {
      destination: 'test',
      deliveryId: 'ada-0',
      as: 'resend',
      by: 'ann',
    })
    await rig.run(() => rig.receipts.length === 2)
    assert.deepEqual(became(rig), ['ada-0 inDoubt', 'ada-0 inDoubt'])
  })
})

test('calls in doubt are asked about together where the destination can be asked so, and each is judged by itself', async () => {
  const destination = new Destination()
  let questions = 0
  const askMany: LookUp['askMany'] = (calls, signal) => {
    questions++
    return Promise.all(calls.map(own => destination.lookUp.ask(own, signal)))
  }
  const lookUp = { ...destination.lookUp, askMany }
  let calls = 0
  const answer: Answer = sent => {
    if (++calls > 4) return destination.answer(sent, rig)
    destination.lose = calls % 2 === 0 ? 'before' : 'after'
    return destination.answer(sent, rig)
  }
  const rig: Rig = new Rig({ answer, lookUp, mostPerCall: 1 })
  for (const n of [0, 1, 2, 3]) rig.send(`s${n}`, n)
  await rig.assign()
  await rig.run(() => rig.receipts.length === 4)
  assert.equal(questions, 1)
  assert.deepEqual(destination.applied.map(({ n }) => n).sort(), [0, 1, 2, 3])
})
