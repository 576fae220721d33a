import type { FastifyInstance } from 'fastify'
import type { Endpoint, JsonSchema, OpenEndpoint } from './endpoint.ts'

/** An endpoint that has a route. */
interface Route {
  readonly endpoint: Endpoint
  readonly open: OpenEndpoint
}

const dialect = 'https://json-schema.org/draft/2020-12/schema'

/** Adds GET /openapi.json, and the JSON Schemas of the endpoints below /schemas. They hold nothing secret, and nobody has to prove who he is. */
export function documents(server: FastifyInstance, routes: readonly Route[]): void {
  const openApi = JSON.stringify(openApiOf(routes))
  server.get('/openapi.json', (_request, reply) => reply.type('application/json').send(openApi))
  for (const { endpoint, open } of routes)
    for (const [name, schema] of open.schemas ?? []) {
      const path = schemaPath(endpoint.source, name)
      const text = JSON.stringify({ $id: path, ...schema })
      server.get(path, (_request, reply) => reply.type('application/schema+json').send(Buffer.from(text)))
    }
}

/** Where a schema of a source is published. */
export const schemaPath = (source: string, name: string): string => `/schemas/${source}/${name}.json`

/** The OpenAPI 3.1 document of the routes. */
export function openApiOf(routes: readonly Route[]) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Signalbox ingress',
      version: '1',
      description:
        'Where source systems send their events. An answer of 2xx means that Kafka has what it counts; everything else may be sent again.',
    },
    jsonSchemaDialect: dialect,
    paths: Object.fromEntries(
      routes.map(({ endpoint, open }) => [endpoint.path, { post: operationOf(endpoint, open) }]),
    ),
    components: {
      schemas: { Problem: problemSchema },
      responses: problemResponses,
      securitySchemes: Object.fromEntries(routes.flatMap(({ open }) => Object.entries(open.openApi.security))),
    },
  }
}

function operationOf({ source }: Endpoint, { openApi, encodings, limits }: OpenEndpoint) {
  const { summary, description, security, parameters, content, responses } = openApi
  const bounds = `Up to ${limits.maxBodyBytes} bytes and ${limits.maxItems} events a request, ${limits.rate} events a second.`
  const packed = encodings.length === 0 ? 'Not compressed.' : `Content-Encoding: ${encodings.join(', ')}.`
  return {
    operationId: source,
    summary,
    description: `${description}\n\n${bounds} ${packed}`,
    security: [Object.fromEntries(Object.keys(security).map(name => [name, []]))],
    ...(parameters && { parameters }),
    requestBody: { required: true, content },
    responses: {
      ...Object.fromEntries(Object.keys(problemResponses).map(name => [name, reference('responses', name)])),
      ...Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, answerOf(response)])),
    },
  }
}

const reference = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

const answerOf = ({ description, schema }: { description: string; schema?: JsonSchema }) => ({
  description,
  ...(schema && { content: { 'application/json': { schema } } }),
})

const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'A relative reference that names the kind, such as /problems/invalid-event.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      description: 'What is wrong where, as JSON pointers into the body.',
      items: { type: 'object', properties: { pointer: { type: 'string' }, detail: { type: 'string' } } },
    },
    line: { type: 'integer', description: 'Of the body, where it is no JSON; from 1.' },
    column: { type: 'integer' },
    limit: { type: 'integer' },
    size: { type: 'integer' },
  },
}

const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } }
const problem = (description: string, headers?: typeof retryAfter) => ({
  description,
  ...(headers && { headers }),
  content: { 'application/problem+json': { schema: reference('schemas', 'Problem') } },
})

/** What every endpoint may answer besides its own. */
const problemResponses = {
  400: problem('The body cannot be read, or nothing in it can be used. The same request would be refused again.'),
  401: problem('Not proved who sends it.'),
  413: problem('Too large, or too many events at once. Send fewer.'),
  415: problem('A media type or content encoding that is not understood.'),
  429: problem('More events than the rate allows. Nothing was stored; send it again.', retryAfter),
  503: problem('Not stored in Kafka. Send it again; what was stored already is not processed twice.', retryAfter),
}
