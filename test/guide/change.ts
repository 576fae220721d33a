/** A change to the project, as a diff, tried on a copy. */
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const project = join(import.meta.dirname, '../..')

interface Hunk {
  readonly file: string
  readonly before: string
  readonly after: string
}

/** `--- file` begins a file and `@@` another place in it; then lines as they stand with a blank, those that go with a minus, those that come with a plus. */
export function hunksOf(diff: string): Hunk[] {
  return diff.split(/^--- /m).flatMap(part => {
    const [file = '', ...lines] = part.trimEnd().split('\n')
    const places = lines.join('\n').split(/^@@.*\n/m)
    const without = (place: string, sign: string) =>
      place
        .trimEnd()
        .split('\n')
        .filter(line => !line.startsWith(sign))
        .map(line => `${line.slice(1)}\n`)
        .join('')
    const of = (place: string) => ({ file, before: without(place, '+'), after: without(place, '-') })
    return places.filter(place => place.trim() !== '').map(of)
  })
}

/** The project with the change, as a folder of its own: files beside one that changes are copied, everything else is where it was. */
export async function changed(diff: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'signalbox-change-'))
  const hunks = hunksOf(diff)
  await mirror('.', copy, new Set(hunks.map(({ file }) => dirname(file))))
  for (const { file, before, after } of hunks) {
    const text = await readFile(join(copy, file), 'utf8')
    if (text.split(before).length !== 2) throw new Error(`${file} has not once:\n${before}`)
    await writeFile(
      join(copy, file),
      text.replace(before, () => after),
    )
  }
  return copy
}

async function mirror(folder: string, copy: string, changes: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(join(project, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && [...changes].some(change => `${change}/`.startsWith(`${path}/`))) {
      await mkdir(join(copy, path))
      await mirror(path, copy, changes)
    } else if (changes.has(folder) && entry.isFile()) await cp(join(project, path), join(copy, path))
    else await symlink(join(project, path), join(copy, path))
  }
}

/** A module of the copy; it has what the project's own module has. */
export async function moduleOf<M extends object>(copy: string, file: string, own: M): Promise<M> {
  const module: unknown = await import(pathToFileURL(join(copy, file)).href)
  const isAlike = (it: unknown): it is M =>
    typeof it === 'object' && it !== null && Object.keys(own).every(name => name in it)
  if (!isAlike(module)) throw new Error(`${file} is not what it was`)
  return module
}
