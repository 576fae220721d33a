import type { Subject } from './entry.ts'

/** Subjects in line, first come first served; those that were looked at and not taken go back to the front. */
export class Queue {
  #line: Subject[] = []
  #head = 0

  get size(): number {
    return this.#line.length - this.#head
  }

  push(subject: Subject): void {
    this.#line.push(subject)
  }

  /** Takes subjects from the front until they have `entries` commands, at least one subject where there is one. */
  take(entries: number): Subject[] {
    const taken: Subject[] = []
    for (let count = 0; count < entries && this.#head < this.#line.length; this.#head++) {
      const subject = this.#line[this.#head]
      if (!subject) continue
      taken.push(subject)
      count += subject.entries.length
    }
    if (this.#head > 4_096 && this.#head * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#head)
      this.#head = 0
    }
    return taken
  }

  /** Puts back to the front, in their order. */
  putBack(subjects: readonly Subject[]): void {
    if (subjects.length === 0) return
    if (subjects.length <= this.#head) {
      this.#head -= subjects.length
      for (const [at, subject] of subjects.entries()) this.#line[this.#head + at] = subject
      return
    }
    this.#line = [...subjects, ...this.#line.slice(this.#head)]
    this.#head = 0
  }

  /** Keeps only those that `keep` says. */
  filter(keep: (subject: Subject) => boolean): void {
    this.#line = this.#line.slice(this.#head).filter(keep)
    this.#head = 0
  }
}
