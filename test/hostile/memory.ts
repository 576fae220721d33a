import { readFileSync } from 'node:fs'

/** The resident memory of a process, watched until it is stopped (Linux). */
export class Memory {
  mostMb = 0
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    this.#timer = setInterval(() => (this.mostMb = Math.max(this.mostMb, residentMb(pid))), 100)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

/** 0 where the process is gone. */
export function residentMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024)
  } catch {
    return 0
  }
}
