import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** PEM files of an authority and of whom it vouches for. */
export interface Authority {
  readonly ca: string
  /** A certificate with its key. `names` as openssl writes them: IP:127.0.0.1,DNS:localhost. */
  issue(who: string, names: string): { cert: string; key: string }
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
const openssl = (...args: string[]) => void execFileSync('openssl', args, { stdio: 'pipe' })

/** An authority of a test's own, which nobody else trusts. Its files lie in the folder. */
export function authority(folder: string, name: string): Authority {
  const path = (file: string) => join(folder, `${name}-${file}`)
  const [ca, caKey] = [path('ca.pem'), path('ca.key')]
  openssl('req', '-x509', ...curve, '-days', '2', '-subj', `/CN=${name}`, '-keyout', caKey, '-out', ca)
  const issue = (who: string, names: string) => {
    const [cert, key, request, extra] = [`${who}.pem`, `${who}.key`, `${who}.csr`, `${who}.ext`].map(path)
    if (!cert || !key || !request || !extra) throw new Error('four paths')
    writeFileSync(extra, `subjectAltName=${names}\n`)
    openssl('req', ...curve, '-subj', `/CN=${who}`, '-keyout', key, '-out', request)
    const signed = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-days', '2', '-extfile', extra]
    openssl('x509', '-req', '-in', request, ...signed, '-out', cert)
    return { cert, key }
  }
  return { ca, issue }
}

/** Key and certificate in one file, as Kafka's PEM key stores want them. */
export function keyStore(path: string, { cert, key }: { cert: string; key: string }): string {
  writeFileSync(path, readFileSync(key, 'utf8') + readFileSync(cert, 'utf8'))
  return path
}
