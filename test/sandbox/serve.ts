import { fstatSync } from 'node:fs'
import type { Server } from 'node:http'
import type { ServeOptions } from './command.ts'
import type { Destination } from './destinations.ts'

/** Serves until SIGTERM or SIGINT (or the end of the leash), and prints one line once connections are taken. */
export function serve(destination: Destination, { port, key, leash }: ServeOptions): void {
  const server = destination.server(key)
  server.once('error', error => {
    process.stderr.write(`sandbox: cannot listen on port ${port}: ${error.message}\n`)
    process.exit(1)
  })
  server.listen(port, '127.0.0.1', () => {
    process.stdout.write(`${destination.name} sandbox listening on http://127.0.0.1:${portOf(server)}\n`)
  })
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  if (leash && standardInputIsPipe()) process.stdin.once('end', stop).once('close', stop).resume()
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox listens on no port')
  return address.port
}

/** Node gives its children a socket where a shell gives them a pipe; a terminal or /dev/null is no leash. */
function standardInputIsPipe(): boolean {
  const input = fstatSync(0)
  return input.isFIFO() || input.isSocket()
}

/** Open connections (an injected timeout holds some for ever) are cut with the process. */
function stop(): void {
  process.exit(0)
}
