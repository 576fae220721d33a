import { createInterface } from 'node:readline/promises'
import { Refused } from './refused.ts'

/** Who runs a verb, as the verb meets them. */
export interface Terminal {
  readonly say: (line: string) => void
  /** Asks for a yes. Rejects with Refused where nobody can be asked. */
  readonly confirm: (question: string) => Promise<boolean>
}

export const terminal: Terminal = {
  say: line => process.stdout.write(`${line}\n`),
  confirm: async question => {
    if (!process.stdin.isTTY)
      throw new Refused('nothing was done: nobody is there to be asked; --yes goes on without asking')
    const reader = createInterface({ input: process.stdin, output: process.stderr })
    const answer = await reader.question(`${question} [y/N] `).finally(() => reader.close())
    return /^y(es)?$/i.test(answer.trim())
  },
}
