import { join } from 'node:path'
import { freePorts, host } from '../../src/stack/ports.ts'
import { authority, keyStore, type Authority } from './certificates.ts'
import { startOwnBrokers } from './own-brokers.ts'

/** Where a secure broker listens, one address per way of getting in. */
interface Addresses {
  readonly plaintext: string
  readonly tls: string
  /** TLS, and the broker asks for the client's certificate. */
  readonly mutual: string
  readonly sasl: string
  readonly saslTls: string
  /** SASL OAUTHBEARER with unsigned tokens; who is let in has to come again every twelve seconds. */
  readonly oauth: string
}

/** One real broker with every kind of listener. */
export interface SecureBroker {
  readonly at: Addresses
  /** The authority of its certificate, which is for 127.0.0.1 alone. */
  readonly authority: Authority
  readonly folder: string
  stop(): Promise<void>
}

export const user = { name: 'ada', password: 'lovelace, "quoted" = 1' }

const protocols = {
  plaintext: 'PLAINTEXT',
  tls: 'SSL',
  mutual: 'SSL',
  sasl: 'SASL_PLAINTEXT',
  saslTls: 'SASL_SSL',
  oauth: 'SASL_PLAINTEXT',
} as const
const names = ['plaintext', 'tls', 'mutual', 'sasl', 'saslTls', 'oauth'] as const

export async function startSecureBroker(): Promise<SecureBroker> {
  const others = await freePorts(names.length - 1)
  let issuer: Authority | undefined
  const own = await startOwnBrokers(1, ({ port, controllerPort }, folder) => {
    issuer = authority(folder, 'ours')
    const store = keyStore(join(folder, 'broker.store.pem'), issuer.issue('broker', `IP:${host}`))
    return { ...listeners([port, ...others], controllerPort), ...tls(store, issuer.ca), ...sasl() }
  })
  if (!issuer) throw new Error('the broker was started without settings')
  const at = (n: number) => `${host}:${others[n] ?? 0}`
  const addresses = { plaintext: own.brokers, tls: at(0), mutual: at(1), sasl: at(2), saslTls: at(3), oauth: at(4) }
  return { at: addresses, authority: issuer, folder: own.folder, stop: () => own.stop() }
}

function listeners(ports: readonly number[], controllerPort: number): Record<string, string> {
  const all = names.map((name, n) => `${name.toUpperCase()}://${host}:${ports[n] ?? 0}`).join(',')
  const map = names.map(name => `${name.toUpperCase()}:${protocols[name]}`).join(',')
  return {
    listeners: `${all},CONTROLLER://${host}:${controllerPort}`,
    'advertised.listeners': all,
    'listener.security.protocol.map': `${map},CONTROLLER:PLAINTEXT`,
    'inter.broker.listener.name': 'PLAINTEXT',
  }
}

const tls = (store: string, ca: string): Record<string, string> => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': store,
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': ca,
  'listener.name.mutual.ssl.client.auth': 'required',
})

function sasl(): Record<string, string> {
  const security = 'org.apache.kafka.common.security'
  const plain = `${security}.plain.PlainLoginModule required user_${user.name}="${user.password.replaceAll('"', '\\\\"')}";`
  const scram = `${security}.scram.ScramLoginModule required;`
  const oauth = `${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`
  const byPassword = ['sasl', 'sasltls'].map(name => ({
    [`listener.name.${name}.sasl.enabled.mechanisms`]: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    [`listener.name.${name}.plain.sasl.jaas.config`]: plain,
    [`listener.name.${name}.scram-sha-256.sasl.jaas.config`]: scram,
    [`listener.name.${name}.scram-sha-512.sasl.jaas.config`]: scram,
  }))
  return {
    ...byPassword[0],
    ...byPassword[1],
    'listener.name.oauth.sasl.enabled.mechanisms': 'OAUTHBEARER',
    'listener.name.oauth.oauthbearer.sasl.jaas.config': oauth,
    'listener.name.oauth.oauthbearer.connections.max.reauth.ms': '12000',
  }
}
