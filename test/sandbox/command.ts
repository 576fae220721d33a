import { parseArgs } from 'node:util'
import { defaultCredentials, fieldsOf } from './frame/credentials.ts'
import type { Credentials } from './frame/credentials.ts'
import type { Destination } from './frame/sandbox.ts'

export interface ServeOptions {
  /** 0 lets the system choose a free port. */
  readonly port: number
  /** The only ones the sandbox takes. */
  readonly credentials: Credentials
  /** A JSON file with settings; undefined: the defaults. */
  readonly settingsFile: string | undefined
  /** End when standard input ends. */
  readonly leash: boolean
}

export type Command =
  | {
      readonly do: 'serve'
      readonly plays: readonly { readonly destination: Destination; readonly options: ServeOptions }[]
    }
  | { readonly do: 'say'; readonly text: string; readonly exitCode: 0 | 2 }

const options = {
  port: { type: 'string', default: '8400' },
  key: { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  client: { type: 'string' },
  secret: { type: 'string' },
  settings: { type: 'string' },
  leash: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads the arguments after the program's name. Never throws: what is wrong comes back as text with exit code 2. */
export function readCommand(args: string[], destinations: ReadonlyMap<string, Destination>): Command {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    if (values.help) return { do: 'say', text: usage(destinations), exitCode: 0 }
    const { settings: settingsFile, leash } = values
    if (positionals.length === 0) throw new Error('name the destination to play')
    if (positionals.length > 1 && settingsFile !== undefined) throw new Error('--settings is for one destination')
    const first = portOf(values.port)
    const plays = positionals.map((name, at) => {
      const destination = destinations.get(name)
      if (!destination) throw new Error(`unknown destination '${name}'; known: ${[...destinations.keys()].join(', ')}`)
      const credentials = credentialsOf(destination, values, positionals.length === 1)
      return { destination, options: { port: first === 0 ? 0 : first + at, credentials, settingsFile, leash } }
    })
    return { do: 'serve', plays }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { do: 'say', text: `sandbox: ${reason}\n\n${usage(destinations)}`, exitCode: 2 }
  }
}

/** Refuses options of another kind of credentials where there is one destination, because they would do nothing. */
function credentialsOf(
  { name, credentials: kind }: Destination,
  given: Partial<Record<keyof Credentials, string>>,
  isAlone: boolean,
): Credentials {
  const own: readonly (keyof Credentials)[] = fieldsOf[kind]
  const all = Object.values(fieldsOf).flat()
  for (const field of all) {
    if (given[field] === '') throw new Error(`--${field} must not be empty`)
    if (isAlone && given[field] !== undefined && !own.includes(field)) {
      throw new Error(`${name} takes no --${field}, but ${own.map(one => `--${one}`).join(' and ')}`)
    }
  }
  return {
    key: given.key ?? defaultCredentials.key,
    user: given.user ?? defaultCredentials.user,
    password: given.password ?? defaultCredentials.password,
    client: given.client ?? defaultCredentials.client,
    secret: given.secret ?? defaultCredentials.secret,
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`--port must be a number from 0 to 65535, not '${text}'`)
  return port
}

function usage(destinations: ReadonlyMap<string, Destination>): string {
  const known = [...destinations.values()].map(({ name, summary, credentials }) => {
    const taken = fieldsOf[credentials].map(field => `--${field}`).join(', ')
    return `  ${name.padEnd(10)} answers as ${summary} does (${taken})`
  })
  return [
    'Usage: npm run sandbox -- DESTINATION... [--port N] [--key K] [--settings FILE] [--leash]',
    '',
    'Destinations:',
    ...known,
    '',
    'Options:',
    '  --port N          port on 127.0.0.1, of several the first; 0 takes free ones and prints them (default 8400)',
    `  --key K           the API key to accept (default ${defaultCredentials.key})`,
    `  --user U          the user to accept (default ${defaultCredentials.user})`,
    `  --password P      and the password (default ${defaultCredentials.password})`,
    `  --client C        the OAuth client to accept (default ${defaultCredentials.client})`,
    `  --secret S        and its secret (default ${defaultCredentials.secret})`,
    '  --settings FILE   JSON: limits, dialects, and what exists at the start; see the README of the destination',
    '  --leash           exit when standard input, a pipe, ends',
    '  --help            this text',
  ].join('\n')
}
