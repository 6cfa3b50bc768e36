import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'commissioning.learning': {
    nobody:
      'Stories are told so that nobody can be recognised, and are found by the agreement they stand in. Whoever told one has it taken out on its page, and its words are gone.',
  },
}
