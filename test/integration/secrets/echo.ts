import { once } from 'node:events'
import { createServer, type Server } from 'node:http'

/** The paths that it was asked for. */
export const heard = new Set<string>()

/** A destination that repeats everything it was sent, with statuses that nobody likes. */
export async function startEcho(): Promise<Server> {
  const statuses = [400, 401, 403, 500, 404, 200, 503, 302]
  let n = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.add(request.url ?? '')
      const said = `${request.url ?? ''} ${JSON.stringify(request.rawHeaders)} ${Buffer.concat(chunks).toString()}`
      const answer = { message: said, error: said, errors: [{ type: said, input_array: 'events', index: 0 }] }
      response.writeHead(statuses[n++ % statuses.length] ?? 500, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}
