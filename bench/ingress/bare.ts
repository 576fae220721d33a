/**
 * The yardstick: the shortest endpoint that anybody would write with the same parts. Fastify parses JSON, stock kafkajs sends one message for each event with acks=all, one send a request,
 * and 202 is answered when Kafka has acknowledged. It checks nothing, keeps no ids and writes JSON.
 *   node --import tsx bench/ingress/bare.ts BROKERS TOPIC
 */
import fastify from 'fastify'
import { Kafka, logLevel } from 'kafkajs'
import { z } from 'zod'

const [brokers = '', topic = ''] = process.argv.slice(2)
const producer = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR }).producer()
await producer.connect()

const Listed = z.object({ events: z.array(z.unknown()) })
/** One event, a list of them, or an object that has them as `events`. */
function eventsIn(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body
  return Listed.safeParse(body).data?.events ?? [body]
}
const keyOf = (event: unknown): string | null =>
  typeof event === 'object' && event !== null && 'subject' in event ? String(event.subject) : null

const server = fastify({ logger: false, bodyLimit: 10_000_000 })
server.addContentTypeParser(/^application\/.*json/, { parseAs: 'string' }, (_request, body, done) => {
  done(null, JSON.parse(String(body)))
})
server.post('*', async (request, reply) => {
  const messages = eventsIn(request.body).map(event => ({ key: keyOf(event), value: JSON.stringify(event) }))
  await producer.send({ topic, acks: -1, messages })
  return reply.code(202).send({ accepted: messages.length })
})
console.log(`ready ${await server.listen({ port: 0, host: '127.0.0.1' })}`)
