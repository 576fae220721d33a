// The first thing that runs in a bare clone, so it is plain JavaScript and needs nothing installed:
// it brings node_modules in line with the lock file, then runs a TypeScript entry in this very process.
//   node src/bin/run.mjs ENTRY [ARG ...]
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installWhatIsMissing } from './install.mjs'

export async function run(entry) {
  installWhatIsMissing()
  const { register } = await import('tsx/esm/api')
  register()
  await import(pathToFileURL(entry).href)
}

const entry = process.argv[2]
if (import.meta.filename === process.argv[1] && entry) {
  process.argv.splice(1, 1)
  process.argv[1] = resolve(entry)
  await run(process.argv[1])
}
