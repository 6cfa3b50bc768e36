import type { Personal } from '../../platform/personal/rule.ts'

export const personal: Personal = {
  'commissioning.engagement': {
    nobody:
      'Who answers questions for the organisation that asks, at work: its notice has to name them (Procurement Regulations 2024, regulation 17(2)(a)), so it is part of a public record.',
  },
  'commissioning.learning': {
    nobody:
      'Stories are told so that nobody can be recognised, and are found by the agreement they stand in. Whoever told one says so to the organisation that wrote it down, which takes it out on its page, and its words are gone.',
  },
  'commissioning.suggestion': {
    nobody:
      'Sent in without a name, an address or an account: nobody can be found by it. The words are gone from here the moment they are decided on, and what is shown of them is chosen then.',
  },
}
