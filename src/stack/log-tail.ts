import { open } from 'node:fs/promises'

/** The last lines of a log file that tell something, indented: no stack frames, none longer than a few screen lines. */
export async function lastLines(path: string, count: number): Promise<string[]> {
  const text = await readEnd(path, 64 * 1024)
  const lines = text.split('\n').filter(line => line.trim() !== '' && !/^\s+(at |\.\.\. )/.test(line))
  return lines.slice(-count).map(line => `  ${line.slice(0, 300)}`)
}

async function readEnd(path: string, bytes: number): Promise<string> {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(bytes), position: Math.max(0, size - bytes) })
  await file.close()
  return buffer.toString('utf8', 0, bytesRead)
}
