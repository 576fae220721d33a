/**
 * Good traffic, as a process of its own: product views, singly, so many a second, whatever the answers take. Lines on standard input name the phase that begins; `end` ends it.
 * The last line on standard output is JSON: for each phase how long answers took from the moment a request was due, and which events were acknowledged.
 */
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { view } from '../event.ts'

const [url = '', token = '', rate = '50'] = process.argv.slice(2)
const everyMs = 1_000 / Number(rate)
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' }
const pool = new Pool(url, { connections: 32 })
const taken = new Map<string, number[]>()
const answers = new Map<number, number>()
const acknowledged: number[] = []
let phase = 'warm'

async function post(n: number, phaseThen: string, dueAt: number): Promise<void> {
  let status = 0
  try {
    const body = JSON.stringify(view(`good-${n}`, `customer-${n % 50}`))
    const answer = await pool.request({ method: 'POST', path: '/ingress/http/events', headers, body })
    await answer.body.dump()
    status = answer.statusCode
  } catch {
    // No answer: counted as 0.
  }
  answers.set(status, (answers.get(status) ?? 0) + 1)
  if (status === 202) acknowledged.push(n)
  const list = taken.get(phaseThen) ?? []
  taken.set(phaseThen, list)
  list.push(Math.round((performance.now() - dueAt) * 10) / 10)
}

// Input that ends means that whoever asked is gone.
createInterface({ input: process.stdin })
  .on('line', line => (phase = line))
  .on('close', () => (phase = 'end'))
const posts: Promise<void>[] = []
const began = performance.now()
for (let n = 0; phase !== 'end'; n++) {
  const dueAt = began + n * everyMs
  if (dueAt > performance.now()) await sleep(dueAt - performance.now())
  posts.push(post(n, phase, dueAt))
}
await Promise.all(posts)
const report = { taken: Object.fromEntries(taken), answers: Object.fromEntries(answers), acknowledged }
// Whoever exits with a full pipe takes what is in it along.
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit())
