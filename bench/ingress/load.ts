import { Pool } from 'undici'
import { quantile, round } from '../engine/numbers.ts'
import type { Protocol } from './protocol.ts'

/** What an endpoint did in one turn. */
export interface Turn {
  readonly eventsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface LoadOptions {
  readonly seconds: number
  /** Events in a request. */
  readonly size: number
  readonly connections: number
}

/** So many requests are made before the clock runs, and sent in turn: what makes them is not what is measured. */
const prepared = 200

/** Posts for so long over so many connections, each one request after the other. Rejects when a request is not answered 2xx. */
export async function load(url: string, protocol: Protocol, options: LoadOptions): Promise<Turn> {
  const { seconds, size, connections } = options
  const requests = Array.from({ length: prepared }, (_, n) => protocol.request(n, size))
  const pool = new Pool(url, { connections })
  const taken: number[] = []
  const began = performance.now()
  const until = began + seconds * 1_000
  let next = 0
  const lane = async () => {
    while (performance.now() < until) {
      const { path, headers, body } = requests[next++ % prepared] ?? protocol.request(0, size)
      const sentAt = performance.now()
      const answer = await pool.request({ method: 'POST', path, headers, body })
      if (answer.statusCode >= 300) throw new Error(`answered ${answer.statusCode}: ${await answer.body.text()}`)
      await answer.body.dump()
      taken.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  const took = (performance.now() - began) / 1_000
  await pool.close()
  return {
    eventsPerSecond: Math.round((taken.length * size) / took),
    p50Ms: round(quantile(taken, 0.5)),
    p99Ms: round(quantile(taken, 0.99)),
  }
}
