import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const contents = z.array(z.object({ name: z.string(), bytes: z.number() }))
const contentsFile = 'contents.json'

/** The folder that all clones on this machine share. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['SIGNALBOX_CACHE']) return resolve(env['SIGNALBOX_CACHE'])
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'signalbox')
}

/** Writes down which files the folder holds, and how long each is, for `missingFrom` to hold it to later. */
export async function seal(folder: string): Promise<void> {
  const list: z.infer<typeof contents> = []
  for (const name of await readdir(folder, { recursive: true })) {
    const found = await stat(join(folder, name))
    if (found.isFile()) list.push({ name, bytes: found.size })
  }
  await writeFile(join(folder, contentsFile), JSON.stringify(list, null, 1))
}

/** The first file that a sealed folder lacks or holds in another length; undefined when it is whole. */
export async function missingFrom(folder: string): Promise<string | undefined> {
  for (const { name, bytes } of await readContents(folder)) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found?.size !== bytes) return name
  }
  return undefined
}

/** A list that is absent or cannot be read asks for itself, and so is found missing. */
async function readContents(folder: string): Promise<z.infer<typeof contents>> {
  try {
    return contents.parse(JSON.parse(await readFile(join(folder, contentsFile), 'utf8')))
  } catch {
    return [{ name: contentsFile, bytes: -1 }]
  }
}

/** Removes what killed fetches have left of a part. Only for the holder of its lock. */
export async function removeLeftovers(cache: string, prefix: string): Promise<void> {
  const left = (await readdir(cache)).filter(name => name.startsWith(prefix))
  await Promise.all(left.map(name => rm(join(cache, name), { recursive: true, force: true })))
}
