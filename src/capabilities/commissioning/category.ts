import { Type } from 'typebox'

/** What is bought or funded, mostly (OCDS 1.1, codelist `procurementCategory`). */
export const categories = { services: 'Services', goods: 'Goods', works: 'Works' } as const
export type Category = keyof typeof categories

export const categoryInput = Type.Enum(Object.keys(categories) as Category[], {
  mend: 'Choose whether it is services, goods or works',
})

export const categoryField = {
  kind: 'radios' as const,
  name: 'category',
  label: 'What is it mostly?',
  options: Object.entries(categories).map(([value, text]) => ({ value, text })),
}
