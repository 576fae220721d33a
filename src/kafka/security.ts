import type { SASLOptions } from 'kafkajs'
import type { TokenSource } from './token-source.ts'

/** How the connections are encrypted; PEM text. The broker's certificate is always checked, its name included. */
export interface TlsSettings {
  /** Authorities to trust instead of those that Node trusts. */
  readonly ca?: string | undefined
  /** Our own certificate, for brokers that ask for one, and its key. */
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

interface Password {
  readonly username: string
  readonly password: string
}

/** Who we are to the brokers. */
export type SaslSettings =
  | ({ readonly mechanism: 'plain' } & Password)
  | ({ readonly mechanism: 'scram-sha-256' } & Password)
  | ({ readonly mechanism: 'scram-sha-512' } & Password)
  | { readonly mechanism: 'oauthbearer'; readonly token: TokenSource }

/** Both, where they are wanted. */
export interface ConnectionSecurity {
  readonly tls?: TlsSettings | undefined
  readonly sasl?: SaslSettings | undefined
}

/** The same in kafkajs's words. kafkajs keeps its authenticator in the object, so each client gets one of its own. */
export const clientSecurity = ({ tls, sasl }: ConnectionSecurity) => ({
  ...(tls && { ssl: { ca: tls.ca, cert: tls.cert, key: tls.key } }),
  ...(sasl && { sasl: clientSasl(sasl) }),
})

function clientSasl(sasl: SaslSettings): SASLOptions {
  if (sasl.mechanism !== 'oauthbearer') return { ...sasl }
  return { mechanism: sasl.mechanism, oauthBearerProvider: async () => ({ value: await sasl.token() }) }
}
