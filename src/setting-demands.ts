import { createPrivateKey, X509Certificate } from 'node:crypto'

/** Variables and their values, as they were given. */
export type Given = Readonly<Record<string, string | undefined>>

/** A variable that is needed, when, and why. */
type Demand = readonly [env: string, isNeeded: boolean, why: string]

/** What settings lack together, whether or not each is right by itself; `parts` are those that the process is to run. */
export function missing(given: Given, parts: readonly string[]): string[] {
  const has = (env: string) => given[env] !== undefined
  return [...pipelineDemands(given, parts), ...securityDemands(given)]
    .filter(([env, isNeeded]) => isNeeded && !has(env))
    .map(([env, , why]) => `${env}: is needed: ${why}`)
}

function pipelineDemands(given: Given, parts: readonly string[]): Demand[] {
  const has = (env: string) => given[env] !== undefined
  const production = given['SIGNALBOX_ENV'] === 'production'
  const kafka = 'production has no Kafka of its own, and a named registry needs a named Kafka'
  const registry = 'production has no registry of its own, and a named Kafka needs a named registry'
  return [
    ['SIGNALBOX_KAFKA_BROKERS', production || has('SIGNALBOX_REGISTRY_URL'), kafka],
    ['SIGNALBOX_REGISTRY_URL', production || has('SIGNALBOX_KAFKA_BROKERS'), registry],
    ['SIGNALBOX_FLOWS_FILE', production && parts.includes('process'), 'production does not run on the example'],
    ['SIGNALBOX_HTTP_TOKEN', production && parts.includes('ingress'), 'production has no default token'],
    ...destinationDemands(given, parts, production),
  ]
}

/** What each destination needs: all of it, or none where it is not delivered to. The first says where it is. */
const destinations: Readonly<Record<string, readonly string[]>> = {
  braze: ['SIGNALBOX_BRAZE_URL', 'SIGNALBOX_BRAZE_KEY'],
  ecm: ['SIGNALBOX_ECM_URL', 'SIGNALBOX_ECM_USER', 'SIGNALBOX_ECM_PASSWORD'],
  workflow: [
    'SIGNALBOX_WORKFLOW_URL',
    'SIGNALBOX_WORKFLOW_TENANT',
    'SIGNALBOX_WORKFLOW_CLIENT',
    'SIGNALBOX_WORKFLOW_SECRET',
  ],
  push: ['SIGNALBOX_PUSH_URL', 'SIGNALBOX_PUSH_APP', 'SIGNALBOX_PUSH_KEY'],
  xconnector: ['SIGNALBOX_XCONNECTOR_URL', 'SIGNALBOX_XCONNECTOR_SECRET'],
  http: ['SIGNALBOX_HTTP_ENDPOINTS'],
}

function destinationDemands(given: Given, parts: readonly string[], production: boolean): Demand[] {
  const has = (env: string) => given[env] !== undefined
  const named = Object.values(destinations).some(envs => envs.some(has))
  const demands = Object.entries(destinations).flatMap(([name, envs]) => {
    const asked = production && [`deliver.${name}`, `poll.${name}`].some(part => parts.includes(part))
    return envs.map((env): Demand => [
      env,
      asked || envs.some(has),
      asked ? 'production has no sandbox' : `${name} needs ${envs.join(', ')}, all or none`,
    ])
  })
  const any = 'production has no sandbox, and deliver needs a destination: this one or any other'
  return [...demands, ['SIGNALBOX_BRAZE_URL', production && parts.includes('deliver') && !named, any]]
}

const tlsFiles = ['SIGNALBOX_KAFKA_TLS_CA', 'SIGNALBOX_KAFKA_TLS_CERT', 'SIGNALBOX_KAFKA_TLS_KEY']
const user = ['SIGNALBOX_KAFKA_USER', 'SIGNALBOX_KAFKA_PASSWORD']
const oauth = ['SIGNALBOX_KAFKA_OAUTH_URL', 'SIGNALBOX_KAFKA_OAUTH_CLIENT_ID', 'SIGNALBOX_KAFKA_OAUTH_CLIENT_SECRET']

function securityDemands(given: Given): Demand[] {
  const has = (env: string) => given[env] !== undefined
  const mechanism = given['SIGNALBOX_KAFKA_SASL']?.trim().toLowerCase()
  const byToken = mechanism === 'oauthbearer'
  const byPassword = mechanism !== undefined && /^(plain|scram-sha-(256|512))$/.test(mechanism)
  const isSecure = given['SIGNALBOX_KAFKA_TLS'] === 'true' || mechanism !== undefined
  const itsRegistry = has('SIGNALBOX_REGISTRY_USER') || has('SIGNALBOX_REGISTRY_PASSWORD')
  return [
    [
      'SIGNALBOX_KAFKA_BROKERS',
      isSecure && !has('SIGNALBOX_REGISTRY_URL'),
      'the embedded Kafka has no TLS and no SASL',
    ],
    ['SIGNALBOX_KAFKA_TLS_KEY', has('SIGNALBOX_KAFKA_TLS_CERT'), 'a certificate needs its key'],
    ['SIGNALBOX_KAFKA_TLS_CERT', has('SIGNALBOX_KAFKA_TLS_KEY'), 'a key needs its certificate'],
    ...user.map((env): Demand => [env, byPassword, `SASL ${mechanism ?? ''} needs a user and a password`]),
    ...oauth.map((env): Demand => [env, byToken, 'SASL oauthbearer needs a token endpoint, a client and its secret']),
    ['SIGNALBOX_REGISTRY_URL', itsRegistry && !has('SIGNALBOX_KAFKA_BROKERS'), 'the embedded registry has no users'],
    ['SIGNALBOX_REGISTRY_USER', has('SIGNALBOX_REGISTRY_PASSWORD'), 'a password needs its user'],
    ['SIGNALBOX_REGISTRY_PASSWORD', has('SIGNALBOX_REGISTRY_USER'), 'a user needs its password'],
  ]
}

/** What was given and would be left unused, which is never what was meant. */
export function unused(given: Given): string[] {
  const mechanism = given['SIGNALBOX_KAFKA_SASL']?.trim().toLowerCase()
  const without = (names: readonly string[], isUsed: boolean, need: string) =>
    isUsed ? [] : names.filter(env => given[env] !== undefined).map(env => `${env}: is of no use without ${need}`)
  return [
    ...without(tlsFiles, given['SIGNALBOX_KAFKA_TLS'] === 'true', 'SIGNALBOX_KAFKA_TLS=true'),
    ...without(
      user,
      mechanism !== undefined && mechanism !== 'oauthbearer',
      'SIGNALBOX_KAFKA_SASL=plain, scram-sha-256 or scram-sha-512',
    ),
    ...without(
      [...oauth, 'SIGNALBOX_KAFKA_OAUTH_SCOPE'],
      mechanism === 'oauthbearer',
      'SIGNALBOX_KAFKA_SASL=oauthbearer',
    ),
  ]
}

/** Of the settings, once each is right by itself. */
interface Read {
  readonly kafkaTlsCert?: string | undefined
  readonly kafkaTlsKey?: string | undefined
  readonly httpEndpoints?: Readonly<Record<string, unknown>> | undefined
  readonly flows: { readonly H3: { readonly endpoint: string } }
}

/** What is right by itself and does not fit together. */
export const mismatches = (read: Read, given: Given): string[] => [...ofCertificate(read), ...ofEndpoint(read, given)]

function ofCertificate({ kafkaTlsCert: cert, kafkaTlsKey: key }: Read): string[] {
  if (cert === undefined || key === undefined) return []
  if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return []
  return ['SIGNALBOX_KAFKA_TLS_KEY: is not the key of the certificate in SIGNALBOX_KAFKA_TLS_CERT']
}

/** The example speaks of the sandbox's endpoint: only what a person named is held against other endpoints. */
function ofEndpoint({ httpEndpoints, flows }: Read, given: Given): string[] {
  const { endpoint } = flows.H3
  if (given['SIGNALBOX_FLOWS_FILE'] === undefined || !httpEndpoints || Object.hasOwn(httpEndpoints, endpoint)) return []
  const names = Object.keys(httpEndpoints).join(', ')
  return [`SIGNALBOX_FLOWS_FILE: H3.endpoint: ${endpoint} is not in SIGNALBOX_HTTP_ENDPOINTS, which has ${names}`]
}
