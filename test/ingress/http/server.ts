import { once } from 'node:events'
import { connect } from 'node:net'
import { after } from 'node:test'
import fastify from 'fastify'
import { pino } from 'pino'
import { z } from 'zod'
import { readSettings } from '../../../src/config.ts'
import { httpEvents } from '../../../src/ingress/http/adapter.ts'
import { createMetrics } from '../../../src/metrics.ts'
import type { IngressContext, Publication, Refusal } from '../../../src/stream/define.ts'

export const bearer = { authorization: 'Bearer development-token' }
export const structured = { ...bearer, 'content-type': 'application/cloudevents+json' }
export const batched = { ...bearer, 'content-type': 'application/cloudevents-batch+json' }

/** The adapter on a server of its own, over a publish that only remembers. Ends with the test file. */
export async function serve(env: Record<string, string> = {}, failing: Partial<IngressContext> = {}) {
  const published: Publication[][] = []
  const refused: Refusal[] = []
  const logged: string[] = []
  const time = { now: Date.UTC(2026, 2, 1, 12) }
  const metrics = createMetrics()
  const server = fastify()
  httpEvents.receive(server, {
    publish: records => Promise.resolve(void published.push([...records])),
    refuse: records => Promise.resolve(void refused.push(...records)),
    settings: readSettings(env),
    clock: { now: () => time.now },
    metrics,
    log: pino({ level: 'info' }, { write: line => void logged.push(line) }),
    ...failing,
  })
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  after(() => server.close())
  const post = async (body: unknown, headers: Record<string, string> = structured) => {
    const payload = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body)
    return answerOf(await fetch(`${url}/ingress/http/events`, { method: 'POST', body: payload, headers }))
  }
  return { url, post, published, refused, logged, metrics, time }
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
