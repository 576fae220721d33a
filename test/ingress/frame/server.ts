import { once } from 'node:events'
import { connect } from 'node:net'
import { after } from 'node:test'
import { pino } from 'pino'
import { z } from 'zod'
import { readSettings } from '../../../src/config.ts'
import { receivers } from '../../../src/ingress/frame/adapter.ts'
import type { Endpoint } from '../../../src/ingress/frame/endpoint.ts'
import { createMetrics } from '../../../src/metrics.ts'
import { createServer, type Patience } from '../../../src/server.ts'
import type { IngressContext, Publication, Refusal } from '../../../src/stream/define.ts'

/** Endpoints on a server of their own, over a publish that only remembers; `post` goes to the first. Ends with the test file. */
export async function serveAll(
  endpoints: readonly [Endpoint, ...Endpoint[]],
  env: Record<string, string> = {},
  failing: Partial<IngressContext> = {},
  patience?: Patience,
) {
  const published: Publication[][] = []
  const refused: Refusal[] = []
  const logged: string[] = []
  const time = { now: Date.UTC(2026, 2, 1, 12) }
  const metrics = createMetrics()
  const settings = failing.settings ?? readSettings(env)
  const well = { ok: true, detail: {} }
  const health = { alive: () => well, ready: () => Promise.resolve(well), observe: () => undefined }
  const server = createServer(health, metrics, settings, patience)
  receivers(endpoints).receive(server, {
    publish: records => Promise.resolve(void published.push([...records])),
    refuse: records => Promise.resolve(void refused.push(...records)),
    settings,
    clock: { now: () => time.now },
    metrics,
    log: pino({ level: 'info' }, { write: line => void logged.push(line) }),
    ...failing,
  })
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  after(() => server.close())
  const post = async (body: unknown, headers: Record<string, string> = {}, path = endpoints[0].path) => {
    const payload = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body)
    return answerOf(await fetch(`${url}${path}`, { method: 'POST', body: payload, headers }))
  }
  return { url, post, published, refused, logged, metrics, time, server }
}

const Answer = z.looseObject({})

/** Status, headers and the JSON body of an answer. */
export async function answerOf(response: Response) {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : Answer.parse(JSON.parse(text)) }
}

/** Writes all of a request to a socket before it reads, as simple clients do; gives the text of the first `answers`, or of the error. */
export async function overSocket(url: string, head: string, body: Buffer, answers = 1): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.pause()
  const failure = once(socket, 'error').then(([error]) => String(error))
  const talk = async () => {
    for (const part of [Buffer.from(head), body]) {
      await new Promise<void>((resolve, reject) => socket.write(part, error => (error ? reject(error) : resolve())))
    }
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume()
    while (Buffer.concat(chunks).toString().split('\r\n\r\n{').length <= answers) await once(socket, 'data')
    return Buffer.concat(chunks).toString()
  }
  try {
    return await Promise.race([talk(), failure])
  } finally {
    socket.destroy()
  }
}
