/** Lists of numbers that become longer. */

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** A longer copy: half as long again, and at least as long as needed. */
export function grown<T extends Numbers>(list: T, needed: number): T {
  const longer = new (list.constructor as new (length: number) => T)(Math.max(needed, Math.ceil(list.length * 1.5)))
  longer.set(list as never)
  return longer
}

/** The list itself, or a longer copy when it has no room for this place. */
export const roomFor = <T extends Numbers>(list: T, at: number): T => (at < list.length ? list : grown(list, at + 1))
