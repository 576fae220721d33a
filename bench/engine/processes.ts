import { readFileSync } from 'node:fs'

/** What the kernel counts for a process (Linux). */
const ticksPerSecond = 100

/** Seconds of processor time a process has used, all its threads, in user and system mode. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may hold spaces; utime and stime are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resident memory, now and at its highest, in MB. */
export function memoryOf(pid: number): { rssMb: number; highMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mb = (name: string) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1_024)
  return { rssMb: mb('VmRSS'), highMb: mb('VmHWM') }
}
