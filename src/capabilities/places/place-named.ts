import type { Terminal } from '../../platform/capability.ts'
import { WrongLine, wrongUsage } from '../../platform/command-line.ts'
import { findPlaceBySlug, listPlaces, type Place } from './place-store.ts'

/** The place with the short name that was typed, or a mistake that lists those there are. */
export async function placeNamed({ platform }: Terminal, slug: string | undefined, usage: string): Promise<Place> {
  if (slug === undefined || slug === '') {
    const asOption = usage.includes('--place')
    throw wrongUsage(`Which place? ${asOption ? 'Add --place and its short name' : 'Give its short name'}`, usage)
  }
  const [place, all] = await platform.db.national(async tx => [await findPlaceBySlug(tx, slug), await listPlaces(tx)])
  if (place) return place
  const others = all.length === 0 ? 'There are none yet.' : `There is ${all.map(other => other.slug).join(', ')}.`
  throw new WrongLine(`There is no place “${slug}”. ${others}`, 1)
}
