import type { Member } from '../../kafka/index.ts'

/**
 * Gives each of `tasks` tasks to one member: evenly, so that no member has two more than another, and to whom held it before as far as that allows.
 * Pure and the same in every leader: members are taken in the order of their ids.
 */
export function assignTasks(tasks: number, members: readonly Member[]): ReadonlyMap<string, readonly number[]> {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1))
  const least = Math.floor(tasks / sorted.length)
  const larger = tasks % sorted.length
  const free = new Set(Array.from({ length: tasks }, (_, task) => task))
  // Whoever holds more than its even share may be one of those that get one task more.
  const byHeld = [...sorted].sort((a, b) => b.held.length - a.held.length)
  const shares = byHeld.map((member, rank) => {
    const share = least + (rank < larger ? 1 : 0)
    const kept = member.held.filter(task => free.has(task)).slice(0, share)
    for (const task of kept) free.delete(task)
    return { member, share, kept }
  })
  const assigned = shares.map(({ member, share, kept }): [string, readonly number[]] => {
    const more = [...free].slice(0, share - kept.length)
    for (const task of more) free.delete(task)
    return [member.id, [...kept, ...more].sort((a, b) => a - b)]
  })
  return new Map(assigned)
}
