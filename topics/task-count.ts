/**
 * Partitions of every topic that the process stage reads or keeps state in: task p owns partition p of each, so the numbers must be equal.
 * Six lets up to six processes share the work and divides evenly among one, two and three. It cannot be changed later without moving every key.
 */
export const taskCount = 6
