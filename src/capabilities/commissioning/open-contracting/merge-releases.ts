import { type FieldRule, type MergeRules, publishedRules } from './merge-rules.ts'

/** A release, as it came from JSON: what a publisher said of one contracting process on one day. */
export interface Release {
  readonly ocid: string
  readonly id: string
  /** ISO 8601; releases are merged in its order. */
  readonly date: string
  readonly tag?: readonly string[]
  readonly [field: string]: unknown
}

type Fields = Record<string, unknown>

/** Said of a field in a versioned release: who said it, when, and what. */
interface Version {
  readonly releaseID: string
  readonly releaseDate: string
  readonly releaseTag: readonly string[] | undefined
  value: unknown
}

/** Releases that cannot be merged; the message says which release, which field, and why. */
export class CannotMerge extends Error {}

/**
 * What is true now of one contracting process: the latest value of every field (OCDS 1.1, "Compiled releases"). A null takes its field away; an empty object or
 * an empty list that is merged by id says nothing.
 *
 * @throws CannotMerge on a release without ocid, id or a readable date, on two ocids, and where a field is an object in one release and a plain value in another.
 */
export const compileReleases = (releases: readonly Release[], rules: MergeRules = publishedRules): Fields => {
  const ordered = inOrder(releases)
  const indexes = new WeakMap<unknown[], Map<unknown, Fields>>()
  const merged: Fields = {}
  for (const release of ordered) compileInto(merged, said(release), rules, indexes, '')
  withoutEmpty(merged, rules)
  const last = ordered.at(-1) as Release
  return { tag: ['compiled'], id: `${last.ocid}-${last.date}`, date: last.date, ...merged, ocid: last.ocid }
}

/**
 * Everything that was ever said of one contracting process: for every field its values with the release, date and tag they came with (OCDS 1.1, "Versioned
 * releases"). A value that did not change is not said again; a null is a value.
 *
 * @throws CannotMerge as {@link compileReleases} does.
 */
export const versionReleases = (releases: readonly Release[], rules: MergeRules = publishedRules): Fields => {
  const ordered = inOrder(releases)
  const state: Versioning = { indexes: new WeakMap(), histories: new WeakSet() }
  const merged: Fields = {}
  for (const release of ordered) versionInto(merged, said(release), rules, release, state, false, '')
  withoutEmpty(merged, rules, state.histories)
  return { ...merged, ocid: (ordered[0] as Release).ocid }
}

/** What a release says beside what it says of itself. */
const said = (release: Release): Fields => {
  const { ocid: _, id: __, date: ___, tag: ____, ...rest } = release
  return rest
}

const inOrder = (releases: readonly Release[]): Release[] => {
  const dated = releases.map((release, at) => {
    const name =
      typeof release.id === 'string' && release.id !== ''
        ? `Release ${release.id}`
        : `The release at position ${at + 1}`
    if (typeof release.ocid !== 'string' || release.ocid === '')
      throw new CannotMerge(`${name} has no ocid, so nobody knows which process it speaks of.`)
    if (typeof release.id !== 'string' || release.id === '') throw new CannotMerge(`${name} has no id.`)
    const instant = typeof release.date === 'string' ? Date.parse(release.date) : Number.NaN
    if (Number.isNaN(instant))
      throw new CannotMerge(`${name} has no date that can be read; releases are merged in the order of their dates.`)
    return { release, instant }
  })
  const [first] = releases
  if (first === undefined) throw new CannotMerge('There is no release to merge.')
  const stranger = releases.find(release => release.ocid !== first.ocid)
  if (stranger)
    throw new CannotMerge(
      `Release ${stranger.id} is of ${stranger.ocid} and not of ${first.ocid}: each process is merged by itself.`,
    )
  return dated.sort((a, b) => a.instant - b.instant).map(({ release }) => release)
}

const compileInto = (
  held: Fields,
  told: Fields,
  rules: MergeRules,
  indexes: WeakMap<unknown[], Map<unknown, Fields>>,
  path: string,
): void => {
  for (const name of namesOf(told)) {
    const value = told[name]
    const rule = rules.of(name)
    if (rule.omitted) continue
    const before = held[name]
    if (value === null) delete held[name]
    else if (isObject(value)) {
      if (before !== undefined && !isObject(before)) throw changedKind(path + name)
      compileInto(
        (before as Fields | undefined) ?? place(held, name, {}),
        value,
        rule.within,
        indexes,
        `${path}${name}/`,
      )
    } else if (mergesById(value, rule)) {
      if (before !== undefined && !indexes.has(before as unknown[])) throw changedKind(path + name)
      if (value.length === 0) continue
      const list = (before as unknown[] | undefined) ?? place(held, name, [])
      for (const item of value) compileInto(itemOf(list, item, indexes), item, rule.within, indexes, `${path}${name}/`)
    } else {
      if (isObject(before) || (Array.isArray(before) && indexes.has(before))) throw changedKind(path + name)
      held[name] = value
    }
  }
}

interface Versioning {
  readonly indexes: WeakMap<unknown[], Map<unknown, Fields>>
  /** The lists in the versioned release that are histories and not lists of the process. */
  readonly histories: WeakSet<object>
}

const versionInto = (
  held: Fields,
  told: Fields,
  rules: MergeRules,
  release: Release,
  state: Versioning,
  inList: boolean,
  path: string,
): void => {
  for (const name of namesOf(told)) {
    const value = told[name]
    const rule = rules.of(name)
    if (rule.omitted) continue
    const before = held[name]
    const isHistory = Array.isArray(before) && state.histories.has(before)
    // An id tells the objects of a list apart, so it never changes; elsewhere it is a field like any other.
    if (inList && name === 'id') held[name] = value
    else if (isObject(value)) {
      if (isHistory) throw changedKind(path + name)
      versionInto(
        (before as Fields | undefined) ?? place(held, name, {}),
        value,
        rule.within,
        release,
        state,
        false,
        `${path}${name}/`,
      )
    } else if (mergesById(value, rule)) {
      if (isHistory) throw changedKind(path + name)
      const list = (before as unknown[] | undefined) ?? place(held, name, [])
      for (const item of value)
        versionInto(itemOf(list, item, state.indexes), item, rule.within, release, state, true, `${path}${name}/`)
    } else if (before !== undefined && !isHistory) {
      if (value !== null) throw changedKind(path + name)
      takeAway(before, release, state)
    } else {
      const history = (before as Version[] | undefined) ?? place(held, name, [])
      state.histories.add(history)
      addVersion(history, release, value)
    }
  }
}

/** A null said of a whole object takes away each of its fields: a versioned release has no place to say it of the object. */
const takeAway = (held: unknown, release: Release, state: Versioning): void => {
  if (Array.isArray(held) && state.histories.has(held)) addVersion(held, release, null)
  else if (Array.isArray(held)) for (const item of held) takeAway(item, release, state)
  else if (isObject(held)) for (const name of Object.keys(held)) takeAway(held[name], release, state)
}

const addVersion = (history: Version[], release: Release, value: unknown): void => {
  const last = history.at(-1)
  if (last !== undefined && same(last.value, value)) return
  history.push({ releaseID: release.id, releaseDate: release.date, releaseTag: release.tag, value })
}

/** A field is set once as an own field, so that a name such as "constructor" is a name like any other. */
const place = <T>(held: Fields, name: string, value: T): T => {
  held[name] = value
  return value
}

/** The object of a list that has this one's id, or a new one. An object without an id is never another's. */
const itemOf = (list: unknown[], item: Fields, indexes: WeakMap<unknown[], Map<unknown, Fields>>): Fields => {
  let index = indexes.get(list)
  if (index === undefined) {
    index = new Map()
    indexes.set(list, index)
  }
  const id = item.id ?? undefined
  const known = id === undefined ? undefined : index.get(id)
  if (known) return known
  const added: Fields = {}
  list.push(added)
  if (id !== undefined) index.set(id, added)
  return added
}

const mergesById = (value: unknown, rule: FieldRule): value is Fields[] =>
  Array.isArray(value) && rule.list !== 'whole' && value.every(isObject)

/** What nothing was said of, or everything was taken away from, is not there. Lists that replace one another keep their emptiness: it was said. */
const withoutEmpty = (held: Fields, rules: MergeRules, histories?: WeakSet<object>): void => {
  for (const name of Object.keys(held)) {
    const value = held[name]
    const rule = rules.of(name)
    if (isObject(value)) {
      withoutEmpty(value, rule.within, histories)
      if (Object.keys(value).length === 0) delete held[name]
    } else if (mergesById(value, rule) && !histories?.has(value)) {
      for (const item of value) withoutEmpty(item, rule.within, histories)
      const left = value.filter(item => Object.keys(item).length > 0)
      if (left.length === 0) delete held[name]
      else if (left.length < value.length) held[name] = left
    }
  }
}

const changedKind = (path: string) =>
  new CannotMerge(
    `${path} is an object or a list of objects in one release and a plain value in another: they cannot be one field.`,
  )

// A field of this name would change what the object is, and no standard has it.
const namesOf = (told: Fields): string[] => Object.keys(told).filter(name => name !== '__proto__')

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]))
  if (!isObject(a) || !isObject(b)) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => name in b && same(a[name], b[name]))
}
