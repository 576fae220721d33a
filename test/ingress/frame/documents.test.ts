/** GET /openapi.json and the JSON Schemas, of every endpoint there is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { endpoints } from '../../../src/topology.ts'
import { all } from '../http/events.ts'
import { answerOf, serveAll } from './server.ts'

const [first, ...more] = endpoints
assert.ok(first)
const { url } = await serveAll([first, ...more])
const get = async (path: string) => answerOf(await fetch(`${url}${path}`))

const Operation = z.object({
  operationId: z.string(),
  summary: z.string().min(10),
  description: z.string().min(40),
  security: z.array(z.record(z.string(), z.tuple([]))).length(1),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) }),
  responses: z.record(z.string(), z.looseObject({})),
})
const Document = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().regex(/^\/ingress\//), z.object({ post: Operation })),
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
    responses: z.record(z.string(), z.looseObject({})),
    securitySchemes: z.record(z.string(), z.object({ type: z.enum(['http', 'apiKey']) })),
  }),
})

const document = Document.parse((await get('/openapi.json')).body)

test('/openapi.json describes every endpoint: who may send, what, and every answer', () => {
  assert.deepEqual(Object.keys(document.paths).sort(), endpoints.map(({ path }) => path).sort())
  for (const [path, { post }] of Object.entries(document.paths)) {
    const statuses = Object.keys(post.responses)
    for (const status of ['400', '401', '413', '415', '429', '503'])
      assert.ok(statuses.includes(status), `${path} ${status}`)
    assert.ok(
      statuses.some(status => status.startsWith('2')),
      path,
    )
    assert.ok(Object.keys(post.requestBody.content).length > 0, path)
    const [needed = {}] = post.security
    assert.ok(Object.keys(needed).length > 0, `${path} is open to everybody`)
    for (const name of Object.keys(needed)) assert.ok(document.components.securitySchemes[name], name)
  }
})

/** Every $ref of a value. */
function* refsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref' && typeof member === 'string') yield member
    else yield* refsOf(member)
  }
}

test('every reference leads somewhere', async () => {
  const refs = new Set(refsOf(document))
  assert.ok(refs.size > 5)
  for (const ref of refs) {
    if (ref.startsWith('#/')) {
      let at: unknown = document
      for (const part of ref.slice(2).split('/')) at = z.looseObject({}).parse(at)[part.replaceAll('~1', '/')]
      assert.ok(at, ref)
    } else assert.equal((await get(ref)).status, 200, ref)
  }
})

test('each type of event has its JSON Schema, which says what is needed and closes nothing', async () => {
  for (const { type, data } of all) {
    const answer = await get(`/schemas/http/${type}.json`)
    assert.equal(answer.headers.get('content-type'), 'application/schema+json')
    const schema = z
      .object({
        $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
        $id: z.literal(`/schemas/http/${type}.json`),
        type: z.literal('object'),
        properties: z.record(z.string(), z.looseObject({})),
        required: z.array(z.string()).default([]),
        additionalProperties: z.undefined().optional(),
      })
      .parse(answer.body)
    for (const name of Object.keys(data)) assert.ok(schema.properties[name], `${type} ${name}`)
    for (const name of schema.required) assert.ok(Object.hasOwn(data, name), `${type} ${name}`)
  }
})

test('patterns of the schemas take what the endpoint takes', async () => {
  const { body } = await get('/schemas/http/customer.signed_up.json')
  const Pattern = z.object({
    properties: z.object({ country: z.object({ anyOf: z.array(z.object({ pattern: z.string().optional() })) }) }),
  })
  const pattern = Pattern.parse(body).properties.country.anyOf[0]?.pattern ?? 'none'
  assert.match('DE', new RegExp(pattern))
  assert.match('de', new RegExp(pattern))
  assert.doesNotMatch('Germany', new RegExp(pattern))
})
