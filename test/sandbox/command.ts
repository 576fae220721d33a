import { parseArgs } from 'node:util'
import type { Destination } from './destinations.ts'

export interface ServeOptions {
  /** 0 lets the system choose a free port. */
  readonly port: number
  /** The only API key the sandbox takes. */
  readonly key: string
  /** End when standard input ends. */
  readonly leash: boolean
}

export type Command =
  | { readonly do: 'serve'; readonly destination: Destination; readonly options: ServeOptions }
  | { readonly do: 'say'; readonly text: string; readonly exitCode: 0 | 2 }

const options = {
  port: { type: 'string', default: '8400' },
  key: { type: 'string', default: 'sandbox-key' },
  leash: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads the arguments after the program's name. Never throws: what is wrong comes back as text with exit code 2. */
export function readCommand(args: string[], destinations: ReadonlyMap<string, Destination>): Command {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    if (values.help) return { do: 'say', text: usage(destinations), exitCode: 0 }
    const [name, ...extra] = positionals
    if (name === undefined) throw new Error('name the destination to play')
    if (extra.length > 0) throw new Error(`unexpected argument '${extra.join(' ')}'`)
    const destination = destinations.get(name)
    if (!destination) throw new Error(`unknown destination '${name}'; known: ${[...destinations.keys()].join(', ')}`)
    if (values.key === '') throw new Error('--key must not be empty')
    return { do: 'serve', destination, options: { port: portOf(values.port), key: values.key, leash: values.leash } }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { do: 'say', text: `sandbox: ${reason}\n\n${usage(destinations)}`, exitCode: 2 }
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`--port must be a number from 0 to 65535, not '${text}'`)
  return port
}

function usage(destinations: ReadonlyMap<string, Destination>): string {
  const known = [...destinations.values()].map(({ name, summary }) => `  ${name.padEnd(10)} answers as ${summary} does`)
  return [
    'Usage: npm run sandbox -- DESTINATION [--port N] [--key K] [--leash]',
    '',
    'Destinations:',
    ...known,
    '',
    'Options:',
    '  --port N   port on 127.0.0.1; 0 takes a free one and prints it (default 8400)',
    '  --key K    the API key to accept (default sandbox-key)',
    '  --leash    exit when standard input, a pipe, ends',
    '  --help     this text',
  ].join('\n')
}
