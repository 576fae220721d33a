import { asError, errorType, fullMessage, type KafkaSettings } from '../kafka/index.ts'

/** What to do about a cause, by its code (OpenSSL's, Node's) or its type (Kafka's, kafkajs's). */
type Advice = readonly [cause: RegExp, advice: (kafka: KafkaSettings) => string]

const advices: readonly Advice[] = [
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?))$/,
    () =>
      'its certificate is signed by an authority that is not trusted: SIGNALBOX_KAFKA_TLS_CA must name the right one',
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    () => 'its certificate is for other names: SIGNALBOX_KAFKA_BROKERS must use one of those',
  ],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, () => 'its certificate is not valid today'],
  [
    /CERTIFICATE_REQUIRED|SSLV3_ALERT_HANDSHAKE_FAILURE|BAD_CERTIFICATE|ALERT_UNKNOWN_CA/,
    () => 'it wants another certificate of ours: SIGNALBOX_KAFKA_TLS_CERT and SIGNALBOX_KAFKA_TLS_KEY name it',
  ],
  [
    /^(EPROTO|ERR_SSL_\w+|ECONNRESET)$/,
    ({ tls }) => (tls ? 'does that port speak TLS? SIGNALBOX_KAFKA_TLS is true' : 'it broke the connection'),
  ],
  [
    /^ILLEGAL_SASL_STATE$/,
    () =>
      'that port takes no SASL: leave SIGNALBOX_KAFKA_SASL away, or name a port that does in SIGNALBOX_KAFKA_BROKERS',
  ],
  [/^UNSUPPORTED_SASL_MECHANISM$/, () => 'it does not offer the mechanism that SIGNALBOX_KAFKA_SASL names'],
  [
    /^KafkaJSSASLAuthenticationError$/,
    ({ sasl }) =>
      sasl?.mechanism === 'oauthbearer'
        ? 'it refuses the token: SIGNALBOX_KAFKA_OAUTH_CLIENT_ID, _SCOPE and _URL say whose it is'
        : 'it refuses us: SIGNALBOX_KAFKA_SASL, SIGNALBOX_KAFKA_USER and SIGNALBOX_KAFKA_PASSWORD say who we are',
  ],
  [/^TOKEN_/, () => 'there is no token for it: see SIGNALBOX_KAFKA_OAUTH_URL, _CLIENT_ID, _CLIENT_SECRET and _SCOPE'],
  [
    /^KafkaJSConnectionClosedError$/,
    ({ tls, sasl }) =>
      `it closes the connection at once: perhaps it wants ${[!tls && 'TLS (SIGNALBOX_KAFKA_TLS)', !sasl && 'a user (SIGNALBOX_KAFKA_SASL)', tls && !tls.cert && 'a certificate (SIGNALBOX_KAFKA_TLS_CERT)'].filter(Boolean).join(' or ')}`,
  ],
]

/** A sentence on why nothing works at these brokers, with what to do about it where that is known. */
export function whyUnreachable(kafka: KafkaSettings, error: unknown): string {
  const where = `${kafka.brokers.join(', ')} (SIGNALBOX_KAFKA_BROKERS)`
  const names = namesOf(error)
  const [, advice] = advices.find(([cause]) => names.some(name => cause.test(name))) ?? []
  if (!advice) return `no Kafka answers at ${where}: ${fullMessage(error)}`
  return `no use of the Kafka at ${where}: ${advice(kafka)} [${fullMessage(error)}]`
}

/** Codes and types of an error and its causes. */
function namesOf(error: unknown): string[] {
  const { cause } = asError(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...code, errorType(error), ...(cause === undefined ? [] : namesOf(cause))]
}
