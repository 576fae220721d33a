import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What the list of settings says of one: its variable, its meaning, and whether it is a secret. */
export const is = (env: string, description: string) => ({ env, description, secret: false })
export const isSecret = (env: string, description: string) => ({ env, description, secret: true })

/** What a setting may be: each reads the text of a variable, and says in a few words what is wrong with it. */
export const text = z.string().trim().min(1)
/** Kept as it is: blanks may belong to it. */
export const secret = z.string().min(1)
const list = text.transform(value => value.split(',').map(part => part.trim()))
export const brokers = list.pipe(
  z.array(z.string().regex(/^[^\s:/@]+:\d{1,5}$/, 'must be host:port, or several with commas')),
)
export const httpUrl = z
  .url({ protocol: /^https?$/, hostname: /./, error: 'must be an http:// or https:// URL', abort: true })
  .refine(url => !/\/\/[^/]*@/.test(url), 'must be a URL without user and password')
export const parts = list.pipe(
  z.array(z.string().regex(/^(ingress|process|(deliver|poll)(\.[a-z][a-z0-9-]*)?)$/, 'names no part')),
)
/** Names that a person gave, with blanks in them. */
export const names = list.pipe(z.array(z.string().min(1))).optional()
/** The name of a zone of the IANA database. */
export const zoneName = z.string().refine(name => isTimeZone(name), 'must be a zone such as Europe/Berlin or UTC')
export const timeZone = zoneName.default('UTC')
export const prefix = z.string().regex(/^[a-zA-Z0-9._-]*$/, 'may hold letters, digits, dot, dash and underscore')
export const number = (min: number, max: number, byDefault: number) =>
  z.coerce.number<string>().int('must be a whole number').min(min).max(max).default(byDefault)
export const port = (byDefault: number) => number(0, 65_535, byDefault)
export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform(value => value === 'true')
  .default(false)

/** The path of a file; the setting's value is what is in it. `check` throws where that is not what it should be. */
const file = (what: string, check: (content: string) => unknown) =>
  text.transform((path, context) => {
    try {
      const content = readFileSync(path, 'utf8')
      check(content)
      return content
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      context.addIssue(`must name a file with ${what}: ${why}`)
      return z.NEVER
    }
  })

export const certificates = file('certificates as PEM', content => new X509Certificate(content))
export const privateKey = file('a private key as PEM, without a passphrase', content => createPrivateKey(content))

/** As Java's clients write it, or in small letters. */
export const saslMechanism = text
  .transform(value => value.toLowerCase())
  .pipe(
    z.enum(
      ['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'],
      'must be plain, scram-sha-256, scram-sha-512 or oauthbearer',
    ),
  )

/** What requests are signed with, in the form of Standard Webhooks. */
export const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, 'must be whsec_ and at least 12 bytes in base64')

/** Several of them, separated by commas: while one is changed for another, both are good. */
export const webhookSecrets = list.pipe(z.array(webhookSecret))

/** Secrets that callers send along, as they are. */
export const sharedSecrets = list.pipe(z.array(z.string().min(16, 'must have at least 16 characters')))

/** An HTTP endpoint that events are sent to. */
const Endpoint = z.strictObject({
  url: httpUrl,
  /** What its requests are signed with. */
  secret: webhookSecret,
  /** What follows a call without an answer: resend where the endpoint dedupes by the id of each event. */
  inDoubt: z.enum(['resend', 'atLeastOnce', 'atMostOnce']),
  /** Events per request. */
  most: z.number().int().min(1).max(1_000).default(100),
  mostBytes: z.number().int().min(1_024).max(10_000_000).default(1_000_000),
  /** Requests that it takes in each window; no limit where they are not given. */
  calls: z.number().int().min(1).optional(),
  windowMs: z.number().int().min(100).max(86_400_000).default(60_000),
})
export type HttpEndpoint = z.output<typeof Endpoint>

const Endpoints = z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and dashes'), Endpoint)

/** The path of a JSON file; the setting's value is what is in it. Errors name the field and never show a value. */
export const jsonFile = <S extends z.ZodType>(schema: S) =>
  text.transform((path, context): z.output<S> => {
    try {
      const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
      if (parsed.success) return parsed.data
      for (const issue of parsed.error.issues) context.addIssue(`${issue.path.join('.')}: ${issue.message}`)
    } catch (error) {
      context.addIssue(`must name a JSON file: ${error instanceof SyntaxError ? 'it holds no JSON' : String(error)}`)
    }
    return z.NEVER
  })

/** Endpoints by name. */
export const endpoints = jsonFile(Endpoints)

/** A bearer token: what a header can carry and nobody guesses. */
export const bearerToken = z.string().regex(/^[\x21-\x7e]{16,}$/, 'must have at least 16 characters, and no blanks')

/** A system that sends events over HTTP with a token of its own. */
const Sender = z.strictObject({
  token: bearerToken,
  /** Events per second. */
  rate: z.number().int().min(1).max(10_000_000).default(20_000),
  /** The types of events that it may send; all where it is left out. */
  types: z.array(z.string().min(1)).min(1).optional(),
})
export type HttpSender = z.output<typeof Sender>

/** Senders by name; no two have one token. */
export const senders = jsonFile(
  z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and dashes'), Sender)
    .superRefine((byName, context) => {
      const owners = new Map<string, string>()
      for (const [name, { token }] of Object.entries(byName)) {
        const owner = owners.get(token)
        if (owner !== undefined)
          context.addIssue({ code: 'custom', path: [name, 'token'], message: `is that of ${owner} too` })
        owners.set(token, name)
      }
    }),
)

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
