/** What of a subject is tried again keeps its place; the others pass. Everything survives a crash. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { all, delivered, Rig, type Sent } from './rig.ts'

const of = (subject: string, sent: readonly Sent[]) => sent.filter(one => one.subject === subject).map(({ n }) => n)

test('commands go in order, several to a call, each with one receipt; nothing stays in the ledger', async () => {
  const seen: Sent[] = []
  const rig = new Rig({ answer: sent => (seen.push(...sent), delivered(sent)) })
  for (let n = 0; n < 50; n++) rig.send(`s${n % 7}`, n)
  await rig.assign()
  await rig.run(() => rig.position === 50 && rig.receipts.length === 50)
  for (let s = 0; s < 7; s++)
    assert.deepEqual(
      of(`s${s}`, seen),
      [...of(`s${s}`, seen)].sort((a, b) => a - b),
    )
  assert.equal(seen.length, 50)
  assert.ok(rig.calls <= 10, `${rig.calls} calls`)
  assert.equal(rig.ledger.size, 0)
})

test('a subject that fails is parked with what is behind it; the position and the others pass; it goes on in order', async () => {
  let broken = true
  const seen: Sent[] = []
  const rig = new Rig({
    mostPerCall: 1,
    way: 'atLeastOnce',
    answer: sent => {
      if (broken && sent[0]?.subject === 'bad') return all(sent, { kind: 'retry', reason: 'status_500', afterMs: null })
      seen.push(...sent)
      return delivered(sent)
    },
  })
  for (let n = 0; n < 30; n++) rig.send(n % 3 === 0 ? 'bad' : `s${n}`, n)
  await rig.assign()
  await rig.run(() => rig.receipts.length === 20 && rig.position === 30)
  assert.equal(rig.ledger.size, 10)
  await rig.crash()
  await rig.run(() => false, { ms: 5_000 })
  assert.equal(rig.receipts.length, 20)
  broken = false
  await rig.run(() => rig.receipts.length === 30)
  assert.deepEqual(of('bad', seen), [0, 3, 6, 9, 12, 15, 18, 21, 24, 27])
  assert.ok((rig.receipts.find(({ id }) => id === 'bad-0')?.attempts ?? 0) > 1, 'attempts survive the crash')
  assert.equal(rig.ledger.size, 0)
})

test('back-off grows, the destination’s own word comes first, and by age and count it ends in the dead letters; what waited goes on', async () => {
  const tries: number[] = []
  const rig = new Rig({
    mostPerCall: 1,
    env: { SIGNALBOX_DELIVERY_RETRY_HOURS: '1' },
    answer: (sent, { now }) => {
      if (sent[0]?.n !== 0) return delivered(sent)
      tries.push(now)
      return all(sent, { kind: 'retry', reason: 'busy: try later', afterMs: tries.length === 1 ? 20_000 : null })
    },
  })
  rig.send('s', 0)
  rig.send('s', 1)
  await rig.assign()
  let others = 0
  const isOver = () => rig.receipts.some(({ id }) => id === 's-1')
  while (!isOver() && others < 1_000) {
    rig.send('other', 2 + others++)
    await rig.run(isOver, { ms: 60_000 })
  }
  const gaps = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
  assert.ok((gaps[0] ?? 0) >= 20_000 && (gaps[0] ?? 0) < 21_000, `first ${gaps[0]}`)
  assert.ok(
    gaps.slice(1).every(gap => gap >= 500 && gap <= 301_000),
    String(gaps),
  )
  assert.ok((gaps.at(-1) ?? 0) > 100_000, `it grows: ${String(gaps)}`)
  assert.ok(tries.length >= 10)
  assert.deepEqual(
    rig.receipts.filter(({ subject }) => subject === 's').map(({ id, outcome }) => `${id} ${outcome}`),
    ['s-0 rejected', 's-1 delivered'],
  )
  assert.match(rig.letters[0]?.reason ?? '', /^gave_up: \d+ attempts in 1 hours: busy: try later$/)
})

test('what is no command goes to the dead letters; those around it are delivered', async () => {
  const rig = new Rig({ answer: delivered })
  rig.send('a', 0)
  rig.sendBytes(Buffer.from('no frame'))
  rig.send('a', 1)
  await rig.assign()
  await rig.run(() => rig.position === 3 && rig.receipts.length === 2)
  assert.deepEqual(
    rig.letters.map(({ reason }) => reason.split(':')[0]),
    ['bad_frame'],
  )
})

test('a sink that throws costs the command that it throws on, and nobody else', async () => {
  const rig = new Rig({
    answer: delivered,
    plan: list => {
      if (list.some(({ value }) => JSON.stringify(value).includes('s3'))) throw new Error('a defect')
      const chosen = [...list.keys()]
      const send = () => Promise.resolve(delivered(list))
      return { refused: [], call: { endpoint: '/x', chosen, inDoubt: 'resend', send } }
    },
  })
  for (let n = 0; n < 6; n++) rig.send(`s${n}`, n)
  await rig.assign()
  await rig.run(() => rig.receipts.length === 6)
  assert.deepEqual(rig.letters, [{ key: 's3', reason: 'rejected: threw: a defect' }])
})
