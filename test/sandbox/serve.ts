import { fstatSync } from 'node:fs'
import type { Server } from 'node:http'
import { ZodError } from 'zod'
import type { ServeOptions } from './command.ts'
import { fieldErrors } from './frame/field-errors.ts'
import type { Destination } from './frame/sandbox.ts'
import { readSettingsFile } from './settings-file.ts'

/**
 * Serves until SIGTERM or SIGINT (or the end of the leash), and prints one line once connections are taken. Wrong settings end
 * the process with 2, every wrong field named; a port that cannot be had ends it with 1.
 */
export function serve(destination: Destination, options: ServeOptions): void {
  const server = create(destination, options)
  if (!server) return
  server.once('error', error => {
    process.stderr.write(`sandbox: cannot listen on port ${options.port}: ${error.message}\n`)
    process.exit(1)
  })
  server.listen(options.port, '127.0.0.1', () => {
    process.stdout.write(`${destination.name} sandbox listening on http://127.0.0.1:${portOf(server)}\n`)
  })
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  if (options.leash && standardInputIsPipe()) process.stdin.once('end', stop).once('close', stop).resume()
}

function create(destination: Destination, { credentials, settingsFile }: ServeOptions): Server | undefined {
  try {
    return destination.server(credentials, readSettingsFile(settingsFile))
  } catch (error) {
    for (const line of reasonsOf(error)) process.stderr.write(`sandbox: settings: ${line}\n`)
    process.exitCode = 2
    return undefined
  }
}

function reasonsOf(error: unknown): string[] {
  if (error instanceof ZodError) return fieldErrors(error).map(({ field, message }) => `${field}: ${message}`)
  return [error instanceof Error ? error.message : String(error)]
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
