import { mkdir, open, rename } from 'node:fs/promises'
import { StackProblem, systemCode } from './problem.ts'

/** Makes a folder and its parents. A StackProblem with the given advice when that is not allowed. */
export async function makeFolder(path: string, advice: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw new StackProblem(`${path} cannot be made or written to (${systemCode(error) ?? String(error)}): ${advice}.`, {
      cause: error,
    })
  })
}

/** False when there is nothing to rename. */
export async function renameIfThere(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return false
      throw error
    },
  )
}

/** Writes a file that is there whole or not at all, also after a crash of the machine. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w')
  await file.writeFile(text)
  await file.sync()
  await file.close()
  await rename(`${path}.new`, path)
}
