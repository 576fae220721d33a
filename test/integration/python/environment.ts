import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../.signalbox/python')
const requirements = join(import.meta.dirname, 'requirements.txt')
/** What was installed: written last, so that an installation that broke off is made anew. */
const stamp = join(folder, 'installed.txt')

/** Without network it must say so soon. */
const pipOptions = ['--quiet', '--disable-pip-version-check', '--retries=1', '--timeout=10']

/** The Python of a virtual environment with the requirements, or why there is none. */
export type Environment = { readonly python: string } | { readonly missing: string }

/** Makes the environment where it is missing or the requirements have changed; it is kept between runs. */
export function pythonEnvironment(): Environment {
  const python = join(folder, 'bin/python')
  const wanted = readFileSync(requirements, 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && run(python, '--version') === undefined)
    return { python }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const problem =
    run('python3', '-m', 'venv', folder) ?? run(python, '-m', 'pip', 'install', ...pipOptions, '-r', requirements)
  if (problem !== undefined) return { missing: problem }
  writeFileSync(stamp, wanted)
  return { python }
}

/** Undefined when it went well, else what went wrong. */
function run(command: string, ...args: string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 100_000 })
  if (status === 0) return undefined
  const words = error?.message ?? stderr.trim().split('\n').at(-1) ?? ''
  return `${command} ${args.slice(0, 3).join(' ')} failed: ${words.slice(0, 300)}`
}
