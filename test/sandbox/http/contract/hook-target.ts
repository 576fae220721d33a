import { once } from 'node:events'
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

/** One attempt that came in, its signature checked by the package that Standard Webhooks publishes. */
export interface Came {
  readonly id: string
  readonly contentType: string
  readonly text: string
  readonly isSigned: boolean
}

/** What the target does with an attempt: a status, with Retry-After in seconds where given, or nothing at all. */
export type Reaction = number | { readonly status: number; readonly retryAfter: number } | 'silence'

/** A receiver of webhooks: says 202 but where it has `reactions`, one for each attempt that comes. */
export async function hookTarget(secret: string) {
  const came: Came[] = []
  const reactions: Reaction[] = []
  const webhook = new Webhook(secret)
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const { 'webhook-id': id = '', 'content-type': contentType = '' } = headers
      came.push({ id, contentType, text, isSigned: isSigned(webhook, text, headers) })
      const reaction = reactions.shift() ?? 202
      if (reaction === 'silence') return
      const { status, retryAfter } = typeof reaction === 'number' ? { status: reaction, retryAfter: 0 } : reaction
      response.writeHead(status, retryAfter > 0 ? { 'retry-after': String(retryAfter) } : {}).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hook`,
    came,
    reactions,
    /** The first `count` attempts; waits up to five seconds for them. */
    attempts: async (count: number): Promise<readonly Came[]> => {
      for (let waited = 0; came.length < count && waited < 5_000; waited += 10)
        await new Promise(resolve => setTimeout(resolve, 10))
      return came
    },
    clear: () => {
      came.length = 0
      reactions.length = 0
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function isSigned(webhook: Webhook, text: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(text, headers, { jsonParse: false })
    return true
  } catch {
    return false
  }
}

export type HookTarget = Awaited<ReturnType<typeof hookTarget>>
