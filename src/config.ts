import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { destinationSettings } from './destination-settings.ts'
import { exampleFlows } from './flow-settings/example.ts'
import { FlowSettings } from './flow-settings/index.ts'
import { mismatches, missing, unused, type Given } from './setting-demands.ts'
import {
  brokers,
  certificates,
  flag,
  httpUrl,
  is,
  isSecret,
  jsonFile,
  number,
  parts,
  port,
  prefix,
  privateKey,
  saslMechanism,
  secret,
  text,
} from './setting-types.ts'
import { sourceSettings } from './source-settings.ts'

/** What the list below says of a setting besides its type and default. */
const About = z.object({ env: z.string(), description: z.string(), secret: z.boolean() })

/** Every setting there is: type, default, variable, meaning, whether it is a secret. The only place that knows environment variables. */
const Settings = z.object({
  environment: z
    .enum(['development', 'production'])
    .default('development')
    .meta(
      is(
        'SIGNALBOX_ENV',
        'development: the start creates topics and registers schemas, and runs a Kafka, a registry and sandboxes of its own where none are named. production: it only checks, and refuses to run with a list of what differs.',
      ),
    ),
  instance: text
    .default(hostname())
    .meta(
      is(
        'SIGNALBOX_INSTANCE',
        'Names this process among those of the same pipeline: must differ between them and stay the same over restarts. Default: the host’s name.',
      ),
    ),
  parts: parts
    .default(['ingress', 'poll', 'process', 'deliver'])
    .meta(
      is(
        'SIGNALBOX_PARTS',
        'What this process runs, separated by commas: ingress, poll, process, deliver, or one source as poll.ecm and one destination as deliver.braze.',
      ),
    ),
  logLevel: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .meta(is('SIGNALBOX_LOG_LEVEL', 'How much is logged; normal work logs nothing per event.')),
  flows: jsonFile(FlowSettings)
    .default(exampleFlows)
    .meta(
      is(
        'SIGNALBOX_FLOWS_FILE',
        'A JSON file with what the flows are told: rules, journeys, chains, messages. Needed in production by process; development takes processors/flows.json.',
      ),
    ),

  httpHost: text.default('127.0.0.1').meta(is('SIGNALBOX_HTTP_HOST', 'The address the HTTP server listens on.')),
  httpPort: port(8080).meta(is('SIGNALBOX_HTTP_PORT', 'The port of ingress, health and metrics; 0 takes a free one.')),
  httpToken: text
    .min(16, 'must have at least 16 characters')
    .optional()
    .meta(
      isSecret(
        'SIGNALBOX_HTTP_TOKEN',
        'The bearer token of POST /ingress/http/events. Needed in production; development uses "development-token".',
      ),
    ),
  httpMaxBodyBytes: number(1_024, 100_000_000, 1_048_576).meta(
    is('SIGNALBOX_HTTP_MAX_BODY_BYTES', 'The largest request body that is accepted, in bytes.'),
  ),
  httpMaxBatch: number(1, 100_000, 1_000).meta(
    is('SIGNALBOX_HTTP_MAX_BATCH', 'The largest number of events in one batch.'),
  ),
  httpRate: number(1, 10_000_000, 20_000).meta(
    is('SIGNALBOX_HTTP_RATE', 'Events per second that the HTTP ingress accepts before it answers 429.'),
  ),

  ...sourceSettings,

  kafkaBrokers: brokers
    .optional()
    .meta(
      is(
        'SIGNALBOX_KAFKA_BROKERS',
        'host:port of Kafka brokers, separated by commas. Without it, development runs a Kafka of its own.',
      ),
    ),
  kafkaTls: flag.meta(
    is(
      'SIGNALBOX_KAFKA_TLS',
      'true: connections to Kafka are encrypted, and the brokers’ certificates and names are checked.',
    ),
  ),
  kafkaTlsCa: certificates
    .optional()
    .meta(
      is(
        'SIGNALBOX_KAFKA_TLS_CA',
        'A PEM file with the authorities that sign the brokers’ certificates. Without it, the public ones that Node.js trusts.',
      ),
    ),
  kafkaTlsCert: certificates
    .optional()
    .meta(is('SIGNALBOX_KAFKA_TLS_CERT', 'A PEM file with our own certificate, for brokers that ask for one.')),
  kafkaTlsKey: privateKey
    .optional()
    .meta(is('SIGNALBOX_KAFKA_TLS_KEY', 'A PEM file with the private key of that certificate, without a passphrase.')),
  kafkaSasl: saslMechanism
    .optional()
    .meta(
      is(
        'SIGNALBOX_KAFKA_SASL',
        'How the process says who it is: plain, scram-sha-256, scram-sha-512 or oauthbearer. Without TLS, plain and oauthbearer send a secret that others can read.',
      ),
    ),
  kafkaUser: text.optional().meta(is('SIGNALBOX_KAFKA_USER', 'The user of plain and scram.')),
  kafkaPassword: secret.optional().meta(isSecret('SIGNALBOX_KAFKA_PASSWORD', 'The password of plain and scram.')),
  kafkaOauthUrl: httpUrl
    .optional()
    .meta(
      is(
        'SIGNALBOX_KAFKA_OAUTH_URL',
        'The token endpoint of oauthbearer, asked with the client credentials grant. A private authority of its certificate is named in NODE_EXTRA_CA_CERTS.',
      ),
    ),
  kafkaOauthClientId: text.optional().meta(is('SIGNALBOX_KAFKA_OAUTH_CLIENT_ID', 'The client of oauthbearer.')),
  kafkaOauthClientSecret: secret
    .optional()
    .meta(isSecret('SIGNALBOX_KAFKA_OAUTH_CLIENT_SECRET', 'The secret of that client.')),
  kafkaOauthScope: text
    .optional()
    .meta(is('SIGNALBOX_KAFKA_OAUTH_SCOPE', 'The scope that is asked for, where the token endpoint wants one.')),
  registryUrl: httpUrl
    .optional()
    .meta(
      is(
        'SIGNALBOX_REGISTRY_URL',
        'The schema registry’s Confluent API. Without it, development runs a registry of its own.',
      ),
    ),
  registryUser: text
    .optional()
    .meta(is('SIGNALBOX_REGISTRY_USER', 'The user of the schema registry (HTTP basic authentication).')),
  registryPassword: secret.optional().meta(isSecret('SIGNALBOX_REGISTRY_PASSWORD', 'The password of that user.')),
  topicPrefix: prefix
    .default('')
    .meta(
      is(
        'SIGNALBOX_TOPIC_PREFIX',
        'Put before the name of every topic, group and transactional id, so that several pipelines can share a cluster.',
      ),
    ),
  replication: number(1, 9, 1).meta(
    is('SIGNALBOX_REPLICATION', 'Replicas of the topics that the start creates, and that production checks for.'),
  ),
  sessionTimeoutMs: number(1_000, 300_000, 10_000).meta(
    is('SIGNALBOX_SESSION_TIMEOUT_MS', 'A process that is silent for so long loses its tasks to others.'),
  ),
  dedupeHours: number(1, 168, 72).meta(
    is(
      'SIGNALBOX_DEDUPE_HOURS',
      'For so many hours an event that a source sends again is known by its id and not processed twice. Eight bytes each in Kafka, about sixteen in memory.',
    ),
  ),
  transactionTimeoutMs: number(1_000, 900_000, 20_000).meta(
    is('SIGNALBOX_TRANSACTION_TIMEOUT_MS', 'The broker gives up a transaction that is open for so long.'),
  ),
  onStop: z
    .enum(['stay', 'leave'])
    .default('stay')
    .meta(
      is(
        'SIGNALBOX_ON_STOP',
        'stay: a process that is stopped in order keeps its place, so that a restart disturbs nobody; its tasks wait for it, or until the session ends. leave: the others take its tasks at once.',
      ),
    ),
  shutdownTimeoutMs: number(0, 600_000, 20_000).meta(
    is('SIGNALBOX_SHUTDOWN_TIMEOUT_MS', 'The longest time an orderly stop may take before the process ends anyway.'),
  ),

  ...destinationSettings,

  stackFolder: text
    .default('.signalbox')
    .meta(is('SIGNALBOX_STACK_FOLDER', 'Where the embedded Kafka and registry keep their data.')),
  kafkaPort: port(9092).meta(is('SIGNALBOX_KAFKA_PORT', 'Port of the embedded Kafka.')),
  kafkaControllerPort: port(9093).meta(
    is('SIGNALBOX_KAFKA_CONTROLLER_PORT', 'Port of the embedded Kafka’s controller.'),
  ),
  registryPort: port(8081).meta(is('SIGNALBOX_REGISTRY_PORT', 'Port of the embedded schema registry.')),
  sandboxPort: port(8090).meta(
    is(
      'SIGNALBOX_SANDBOX_PORT',
      'The first port of the sandboxes that development runs where no destination is named, one after the other in the order of src/topology.ts; 0 takes free ones.',
    ),
  ),
})

export type Settings = z.output<typeof Settings>

/** Read by the launcher and the stack, before or beside this list. */
const elsewhere = ['SIGNALBOX_SETTINGS_FILE', 'SIGNALBOX_CACHE']

/** Thrown by `readSettings`: one line per problem, each with the variable's name. Values of secrets are not in it. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`wrong settings:\n${problems.map(problem => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** Every setting as a row, in order, for `--help` and the README; `byDefault` is empty where there is no default. */
export function settingRows() {
  const defaults = new Map(Object.entries(readSettings({})))
  return Object.entries(Settings.shape).map(([name, schema]) => ({
    ...About.parse(schema.meta()),
    byDefault: name === 'instance' ? '' : textOf(defaults.get(name)),
  }))
}

/** Where a default is no text, number or list, it is none that a person would set. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : ''
}

/**
 * The settings of `env`: the process's environment or, in a test, whatever it says. An empty or blank variable counts as not set.
 * Where SIGNALBOX_SETTINGS_FILE names a file of NAME=value lines, they count too; the environment wins.
 * Throws InvalidSettings with every problem at once; a name that begins with SIGNALBOX_ and is not in the list is one.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = { ...readFile(env['SIGNALBOX_SETTINGS_FILE']), ...withoutEmpty(env) }
  const rows = Object.entries(Settings.shape).map(([name, schema]) => ({ name, ...About.parse(schema.meta()) }))
  const known = new Set([...elsewhere, ...rows.map(row => row.env)])
  const unknown = Object.keys(given).filter(name => /^SIGNALBOX_(?!TEST_)/.test(name) && !known.has(name))
  const parsed = Settings.safeParse(Object.fromEntries(rows.map(row => [row.name, given[row.env]])))
  const wrong = parsed.success ? [] : parsed.error.issues.map(issue => describe(issue, rows, given))
  const problems = [
    ...wrong,
    ...missing(given, Settings.shape.parts.safeParse(given['SIGNALBOX_PARTS']).data ?? []),
    ...unused(given),
    ...(parsed.success ? mismatches(parsed.data, given) : []),
    ...unknown.map(name => `${name}: there is no such setting; signalbox start --help lists them all`),
  ]
  if (parsed.success && problems.length === 0) return parsed.data
  throw new InvalidSettings(problems)
}

function readFile(path: string | undefined): Record<string, string | undefined> {
  if (!path) return {}
  try {
    return withoutEmpty(parseEnv(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new InvalidSettings([`SIGNALBOX_SETTINGS_FILE: cannot read ${path}: ${String(error)}`])
  }
}

const withoutEmpty = (env: Given) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))

function describe(
  issue: z.core.$ZodIssue,
  rows: readonly { name: string; env: string; secret: boolean }[],
  given: Given,
): string {
  const row = rows.find(candidate => candidate.name === issue.path[0])
  if (!row) return issue.message
  return `${row.env}: ${issue.message}${row.secret ? '' : ` (it is "${withoutPassword(given[row.env] ?? '')}")`}`
}

/** A URL may carry a user and a password. */
const withoutPassword = (value: string) => value.replace(/\/\/[^/@]*@/, '//***@')
