// Brings node_modules in line with package-lock.json; does nothing, in a few milliseconds, when it is.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const read = path => JSON.parse(readFileSync(join(root, path), 'utf8')).packages

/** The packages of the lock file that are not installed at the version it names; optional ones may be absent. */
function missing() {
  try {
    const installed = read('node_modules/.package-lock.json')
    return Object.entries(read('package-lock.json'))
      .filter(([path, entry]) => path && !entry.optional && !entry.dev && installed[path]?.version !== entry.version)
      .map(([path]) => path)
  } catch {
    return ['node_modules']
  }
}

export function installWhatIsMissing() {
  const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number)
  if (major * 1e6 + minor * 1e3 + patch < 20_018_001) {
    console.error(
      `signalbox needs Node 20.18.1 or newer; this is Node ${process.versions.node}. Install a newer one and run the command again.`,
    )
    process.exit(1)
  }
  if (missing().length === 0) return
  console.error('installing packages (npm ci) ...')
  const npm = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (npm.status === 0) return
  console.error(
    'npm ci failed: see its words above. Without network, run it once where the npm registry can be reached.',
  )
  process.exit(1)
}
