/**
 * Every table of the database as Kysely sees it. Empty here: each folder's generated `schema.ts` adds its own tables (`script/types`), so that no
 * central file grows with the capabilities.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging in each generated schema.ts.
export interface Tables {}

/** A position in planar metres of the British National Grid (OSGB36): x is the easting, y the northing. */
export interface GridPoint {
  readonly x: number
  readonly y: number
}
