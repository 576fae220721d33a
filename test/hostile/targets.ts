import { z } from 'zod'
import { secretOf, signed } from '../ingress/frame/signing.ts'
import type { HeaderLines, Target } from './target.ts'

export const httpToken = 'a-token-for-hostile-traffic'
const currentsToken = 'a-token-for-hostile-currents'
const webhookSecret = 'a-secret-for-hostile-webhooks'
const pushSecret = secretOf('a-secret-for-hostile-pushes')
const xconnectorSecret = secretOf('a-secret-for-hostile-records')

/** What the ingress is told, so that these credentials are good. Rates are no bound here: good traffic shares one. */
export const env: Readonly<Record<string, string>> = {
  SIGNALBOX_HTTP_TOKEN: httpToken,
  SIGNALBOX_HTTP_RATE: '10000000',
  SIGNALBOX_BRAZE_CURRENTS_TOKEN: currentsToken,
  SIGNALBOX_BRAZE_CURRENTS_RATE: '10000000',
  SIGNALBOX_BRAZE_WEBHOOK_SECRET: webhookSecret,
  SIGNALBOX_BRAZE_WEBHOOK_RATE: '10000000',
  SIGNALBOX_PUSH_WEBHOOK_SECRETS: pushSecret,
  SIGNALBOX_PUSH_WEBHOOK_RATE: '10000000',
  SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: xconnectorSecret,
  SIGNALBOX_XCONNECTOR_WEBHOOK_RATE: '10000000',
}

type Proof = Pick<Target, 'credentials' | 'forged'>

const bearer = (token: string): Proof => ({
  credentials: () => [['authorization', `Bearer ${token}`]],
  forged: random =>
    random.pick<HeaderLines>([
      [],
      [['authorization', '']],
      [['authorization', 'Bearer']],
      [['authorization', `Basic ${'YTpi'.repeat(100)}`]],
      [['authorization', `Bearer ${'x'.repeat(8_000)}`]],
      [['authorization', 'Bearer \u00ff\u00fe']],
      [['authorization', `Bearer ${token}x`]],
      [['authorization', `bearer  ${token.toUpperCase()}`]],
      [['authorization', `Bearer ${token} ${token}`]],
    ]),
})

const secretHeader = (name: string, secret: string): Proof => ({
  credentials: () => [[name, secret]],
  forged: random =>
    random.pick<HeaderLines>([
      [],
      [[name, '']],
      [[name, `${secret}x`]],
      [[name, 'x'.repeat(8_000)]],
      [[name, '\u00ff']],
    ]),
})

let messages = 0
const nextId = () => `hostile-message-${messages++}`
const windowMs = 300_000

const webhook = (secret: string): Proof => ({
  credentials: body => Object.entries(signed(body, { id: nextId(), at: Date.now(), with: secret })),
  forged: (random, body) => {
    const right = signed(body, { id: nextId(), at: Date.now(), with: secret })
    const signature = right['webhook-signature'] ?? ''
    const by = (more: Readonly<Record<string, string>>) => Object.entries({ ...right, ...more })
    const of = (wrong: Parameters<typeof signed>[1]) => Object.entries(signed(body, { id: nextId(), ...wrong }))
    return random.pick<HeaderLines>([
      [],
      by({ 'webhook-signature': '' }),
      by({ 'webhook-signature': 'v1,' }),
      by({ 'webhook-signature': signature.slice(0, -2) }),
      by({ 'webhook-signature': signature.replace('v1,', 'v2,') }),
      by({ 'webhook-signature': `v1,${'A'.repeat(6_000)}` }),
      by({ 'webhook-signature': Array.from({ length: 40 }, () => 'v1,AAAA').join(' ') }),
      by({ 'webhook-signature': 'v1,\u00ff\u00fe' }),
      by({ 'webhook-id': 'another' }),
      by({ 'webhook-timestamp': 'NaN' }),
      by({ 'webhook-timestamp': '99999999999999999999' }),
      of({ at: Date.now(), with: secretOf('another-secret') }),
      of({ at: Date.now() - windowMs * 2, with: secret }),
      of({ at: Date.now() + windowMs * 2, with: secret }),
    ])
  },
})

/** How each endpoint is told who sends. One that is not here is an endpoint that nobody has thought of. */
const proofs: Readonly<Record<string, Proof>> = {
  '/ingress/http/events': bearer(httpToken),
  '/ingress/braze/currents': bearer(currentsToken),
  '/ingress/braze/webhooks': secretHeader('x-signalbox-secret', webhookSecret),
  '/ingress/push': webhook(pushSecret),
  '/ingress/xconnector': webhook(xconnectorSecret),
}

const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      post: z.object({
        requestBody: z.object({ content: z.record(z.string(), z.object({ example: z.unknown().optional() })) }),
      }),
    }),
  ),
})

/** Every endpoint that the ingress itself publishes, once for each form of body that it documents an example of. */
export async function targetsOf(url: string): Promise<readonly [Target, ...Target[]]> {
  const { paths } = Document.parse(await (await fetch(`${url}/openapi.json`)).json())
  const [first, ...others] = Object.entries(paths).flatMap(([path, { post }]) => {
    const proof = proofs[path]
    if (!proof) throw new Error(`no credentials are known here for ${path}`)
    return Object.entries(post.requestBody.content).flatMap(([media, { example }]) =>
      example === undefined ? [] : [targetOf(path, media, filledIn[path] ?? example, proof)],
    )
  })
  if (!first) throw new Error('the ingress publishes no endpoint')
  return [first, ...others]
}

function targetOf(path: string, media: string, example: unknown, proof: Proof): Target {
  const isLines = media === 'application/x-ndjson'
  const parsed: unknown = typeof example === 'string' ? example.split('\n').map(parsedLine) : example
  const isList = Array.isArray(parsed)
  return {
    ...proof,
    path,
    media: [['content-type', media]],
    sample: random =>
      isList ? Array.from({ length: 1 + random.whole(10) }, () => parsed.map(renewed)).flat() : renewed(parsed),
    text: value =>
      isLines && Array.isArray(value) ? value.map(one => JSON.stringify(one)).join('\n') : JSON.stringify(value),
  }
}

/** What is documented is a template of Braze's, which Braze fills in. */
const filledIn: Readonly<Record<string, unknown>> = {
  '/ingress/braze/webhooks': {
    action: 'push_requested',
    dispatch_id: 'd',
    user_id: 'enemy-1',
    campaign_id: 'c-1',
    title: 'Your order is on its way',
    body: 'It arrives tomorrow.',
    ttl_seconds: '3600',
  },
}

const parsedLine = (line: string): unknown => JSON.parse(line)

let made = 0
/** The same with ids of its own, so that it is another event. */
function renewed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renewed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      /^(event_|dispatch_)?id$/.test(name) ? `hostile-${made++}` : renewed(part),
    ]),
  )
}
