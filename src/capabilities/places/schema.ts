// Written by script/types from the migrated database; a test compares the two.
import type { Generated } from 'kysely'
import type { PlaceId } from '../../kernel/ids.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    'places.neighbourhood': {
      placeId: PlaceId
      neighbourhoodId: string
      code: string
      name: string
      outline: unknown
      west: number
      south: number
      east: number
      north: number
      labelPoint: GridPoint
      areaSquareMetres: number
      retiredAt: Date | null
    }
    'places.outcode': {
      outcode: string
      centroid: GridPoint
      inUse: number
      terminated: number
    }
    'places.place': {
      placeId: PlaceId
      slug: string
      name: string
      ladCodes: Generated<string[]>
      settings: Generated<unknown>
      neighbourhoodsVersion: string | null
      addedAt: Date
    }
    'places.postcode': {
      postcode: string
      point: GridPoint
      ladCode: string | null
      wardCode: string | null
      lsoaCode: string | null
      introducedMonth: string | null
      terminatedMonth: string | null
    }
  }
}
